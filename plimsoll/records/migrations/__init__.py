"""One line of migrations; the newest stands in max_migration.txt, so two branches cannot both add one unseen."""
