"""How a command is called: loaded when it is asked for, with the settings of one call."""
