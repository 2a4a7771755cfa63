"""How good the hotline is, measured: cases, runs, figures, comparisons, gates and benchmarks."""
