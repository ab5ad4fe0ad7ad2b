"""What the command line's subcommands do, once its words are understood; one file a subcommand."""
