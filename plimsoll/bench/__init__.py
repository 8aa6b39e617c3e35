"""The named measurements behind `plimsoll bench`: each against its baseline, in the same run."""
