"""The parts of the Compare page: controls, actions, table, sharing."""
