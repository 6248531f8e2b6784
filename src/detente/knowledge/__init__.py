"""Who is who, where and in which bloc, at a date; PLOVER and CAMEO codes. Serves reading."""
