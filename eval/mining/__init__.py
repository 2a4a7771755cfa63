"""Mining (挖掘): what citizens asked and did not get, gathered into work for the base's keepers."""
