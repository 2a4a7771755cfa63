"""Load: many citizens at once, timed, and every acknowledged turn looked for afterwards."""
