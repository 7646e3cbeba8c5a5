"""Charts, drawn on the server from figures that are already safe."""
