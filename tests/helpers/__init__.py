"""What tests share: builders of runs, the app under test, figures that were published."""
