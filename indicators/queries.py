"""The only SELECTs. Each function asks one question of a build and returns tidy rows."""
