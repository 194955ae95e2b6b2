"""Quality and speed, measured on real text; each result kept with commit, machine and date."""
