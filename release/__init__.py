"""What a release needs and no user runs: the wheel tried on a bare machine, its bill of materials, the licences."""
