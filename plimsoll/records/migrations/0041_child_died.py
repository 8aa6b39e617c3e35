"""One circumstance more: that the child has died."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The check of circumstances made anew."""

    dependencies = [
        ("records", "0040_trail_for_people"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="casecircumstance",
            name="casecircumstance_circumstance_code",
        ),
        migrations.AddConstraint(
            model_name="casecircumstance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "circumstance__in",
                        [
                            "PLACEMENT_UNDER_A_YEAR",
                            "PLACEMENT_OVER_A_YEAR",
                            "PLACEMENT_TO_18",
                            "LONG_TERM_FOSTER_AGREED",
                            "WITH_PARENT",
                            "BEFORE_ASSESSMENT",
                            "CONNECTED_PERSON_TEMPORARY",
                            "INTERIM_CARE_ORDER",
                            "CARE_ORDER",
                            "EMERGENCY_PLACEMENT",
                            "NEWLY_QUALIFIED",
                            "CHILD_PROTECTION_CONCERN",
                            "PRIVATE_FOSTERING_OVER_A_YEAR",
                            "COUNCIL_ACCOMMODATION",
                            "UNALLOCATED",
                            "LOOKED_AFTER_OVER_A_YEAR",
                            "CHILD_DIED",
                        ],
                    )
                ),
                name="casecircumstance_circumstance_code",
            ),
        ),
    ]
