"""An archive for assistants that speak the Model Context Protocol: read only, bounded, with the exact words."""
