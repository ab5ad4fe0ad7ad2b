"""What is learned: made data, real data, uploaded tables, and the plane that maps are drawn on."""
