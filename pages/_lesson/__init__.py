"""The lesson: one file a chapter, and what all chapters share."""
