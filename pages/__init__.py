"""The pages, one file each; files that begin with an underscore are parts that pages share."""
