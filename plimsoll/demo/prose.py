"""What people of the town wrote down: short, plain and invented, never taken from a real record."""

from plimsoll.core.terms import CaseType, Scale
from plimsoll.demo.draws import Draws

SEEN_WHERE = (
    "Seen at home.", "Seen at school.", "Seen at home, alone in the bedroom.", "Seen at grandma's house.",
    "Seen at home with the family.", "Walked to the harbour together.", "Seen at the library.",
    "Visit at home, unannounced.", "Seen at nursery.", "We sat in the garden.", "Met after swimming.",
)  # fmt: skip
SEEN_WHERE_YOUNG = (
    "Seen at home.", "Seen at home with the family.", "Seen at nursery.", "Visit at home, unannounced.",
    "Seen at grandma's house.", "We sat in the garden.", "Seen at the family centre.",
)  # fmt: skip
OLDER_SAID = (
    'said: "It is quieter now, I can sleep."', 'said: "I like it when you come on Tuesdays."',
    'said: "Mum forgets, but my aunt does not."', "would like to see their brother more often.",
    "drew the house and put everyone in it.", 'said: "Nobody asked me about the new school."',
    "did not want to talk today, and we played cards.", "is proud of the badge from swimming.",
    'said: "I want to stay here."', "worries about the baby.", 'said: "Dad shouted, then he said sorry."',
    "asked when the next meeting is and whether to come.", 'said: "I have got a friend now."',
    "was tired and hungry after school.", "rated the week six out of ten.", 'said: "I keep a bag packed."',
    "asked me to tell the teacher, not the class.", "wants the bedroom door mended.", "laughed a lot.",
    'said: "It is all right if you write that down."',
)  # fmt: skip
YOUNGER_SAID = (
    "smiled, reached out and was at ease with both parents.", "babbled and followed the light.",
    "went to mum for comfort when the dog barked.", "was clean, warm and well fed.",
    "was quiet and watchful, more than last time.", "crawled about and was watched closely.",
    "slept through most of the visit; the cot is safe.", "played with bricks and showed me each one.",
)  # fmt: skip
UNBORN_SAID = (
    "Talked about the birth plan; the cot has come.", "Midwife joined us; mother has kept every appointment.",
    "Went through who will be there in the first weeks.",
)  # fmt: skip
ABOUT_HOME = (
    "Home tidy, food in the kitchen.", "Heating off again; voucher asked for.", "New lock on the back door.",
    "Bedroom shared, bunk bed has come.", "Father there, calm and open.", "Mother looked worn out; said so.",
    "Damp in the box room, landlord told.", "Grandmother has moved in to help.",
    "House full of visitors; asked for a quieter time.", "Routine on the fridge, and kept to.", "", "", "",
)  # fmt: skip
ABOUT_CARE = (
    "Carer full of ideas for the holidays.", "Own room, posters up.", "Carer asked for a weekend off; link worker told.",
    "Contact with mum went well on Saturday.", "Contact was missed again; life story work brought forward.", "", "",
    "Carer keeps every letter from school.", "Settled; the dog helps.",
)  # fmt: skip
NEXT_IN_CARE = (
    "Next: see alone.", "Next: ask about contact with brothers and sisters.", "Next: dentist.", "", "", "",
    "Next: school about the education plan.",
)  # fmt: skip
NEXT = (
    "Next: speak with school.", "Next: see alone.", "Next: health visitor to weigh.", "Next: bring the plan back to mum.",
    "Next: ask about contact at weekends.", "Next: check the smoke alarm.", "", "", "", "Next: same day, same time.",
)  # fmt: skip
MET = (
    "All came but health.", "School and health came; father joined by phone.", "Plan read through with the family.",
    "Two actions done, one late.", "Child's own words read out first.", "Family chose the date of the next one.",
    "Short meeting, all on track.", "Agreed to try Saturdays.", "", "",
)  # fmt: skip
REFERRED = (
    "School worried about a child often late and hungry.", "Police called to a dispute at home; children upstairs.",
    "Neighbour heard shouting three nights running.", "Health visitor could not get in twice.",
    "Mother rang and asked for help.", "Hospital told us of an injury that nobody could explain.",
    "Grandparent says that the children are left alone.", "Nursery saw a mark and asked.",
)  # fmt: skip
UNSETTLED = frozenset({REFERRED[0], REFERRED[3], REFERRED[4]})  # of these nobody says at once that they are referrals
MISSED = (
    "Not home by ten; friend's phone is off.",
    "Left after an argument about the phone.",
    "Did not come from school.",
)
WAITS = (
    "No worker free in the team; manager keeps watch.", "Waits since the worker left; two posts are vacant.",
    "Team full this week; duty has spoken with the family.",
)  # fmt: skip

CALLS = (
    "Attendance is better this half term. They will ring if that changes.",
    "Next appointment is agreed; a lift is arranged.",
    "Asked how the week went: calmer, two late nights. The visit is confirmed.",
    "They have no new worry, and come to the meeting.",
    "Left word twice, then spoke: the letter about housing has come.",
)  # fmt: skip
CALLED = ("The class teacher", "The mother", "The health visitor", "The family support worker", "The grandmother")
NOBODY = (
    "Nobody opened. Curtains drawn, no car. Left a card and rang twice.", "Not in, though it was agreed. Rang: they forgot.",
)  # fmt: skip
OVERSIGHT = (
    ("Read the last three visits.", "Go on with the plan as it is.", "The child is seen, and school says that it helps."),
    ("Talked it over with the worker.", "See the child alone before the review.", "Twice seen with a parent there."),
    ("Read the plan against the record.", "Bring the review forward.", "Two actions are late; one outcome stands still."),
)  # fmt: skip
CAME_IN = (
    ("POLICE", "PC Dune, neighbourhood team", "Called to a loud argument. Nobody hurt. The children were in bed."),
    ("SCHOOL", "Office, Sandbank Academy", "Not in school since Wednesday, and nobody has rung."),
    ("HEALTH", "Seagull Street Health Visitors", "The check at two years was missed for the second time."),
    ("FAMILY", "The grandmother", "Asks who can help at weekends, as she is going into hospital."),
)  # fmt: skip
MEANT = (
    "Spoke with the mother and the school the same day: known, and in the plan. Nothing changes for the child.",
    "Rang whoever told us. It is the same as last week, and talked about at the visit.",
)  # fmt: skip

PURPOSES = (
    "{name} is safe and rested at home, and the family has the help that it asked for.",
    "{name} is in school each day, and somebody is there when it gets loud at home.",
    "{name} knows who looks after what, and sees the people who matter.",
)  # fmt: skip
OUTCOMES = (  # for whom, in years; what shall be different; who does what for it
    ((0, 11), "{name} sleeps through the night in a bed of their own.", (
        ("WORKER", "", "Ask the housing officer for the second bedroom, and tell the family what they say."),
        ("FAMILY", "The mother", "Lights out at eight."),
    )),
    ((5, 16), "{name} is in school on time, and likes one thing about it.", (
        ("PROFESSIONAL", "The class teacher", "Breakfast club from Monday, with a friend."),
        ("WORKER", "", "Walk to school together once, and hear what makes mornings hard."),
    )),
    ((0, 17), "Nobody shouts at night, and {name} has somebody to go to if it happens.", (
        ("FAMILY", "The father", "Go to the group on Thursdays."),
        ("WORKER", "", "Talk with the aunt about the nights on which {name} can sleep there."),
    )),
    ((0, 4), "{name} is well: weight, teeth and jabs are seen to.", (
        ("PROFESSIONAL", "The health visitor", "Weigh {name} at home each fortnight."),
        ("FAMILY", "The grandmother", "Take {name} to the clinic."),
    )),
    ((12, 25), "{name} knows where the money goes, and has a bit of it left on Sundays.", (
        ("WORKER", "", "Write down with {name} what comes in and what has to go out."),
        ("FAMILY", "The aunt", "Shop together on Saturdays."),
    )),
    ((14, 25), "{name} has something to get up for in the week.", (
        ("PROFESSIONAL", "The careers adviser", "Two visits to the college."),
        ("WORKER", "", "Fill in the form for the bursary together."),
    )),
)  # fmt: skip
VIEWS = (
    'Said: "It is better since the new bed."',
    "Wants shorter meetings.",
    "The mother feels heard.",
)
MOVED = {
    "BETTER": "The family says so, and others see it too.", "SAME": "As it was: the letter has not come.",
    "WORSE": "Two bad weeks since the grandmother fell ill.",
}  # fmt: skip
GOALS = ("Sleep without the light on.", "See my brother each week.", "Have a friend round.", "Not be late for school.")
DEVELOPS = (
    ("LEARNING", "Reads single words, and gives up soon.", "Reads a page aloud, with a finger on the line."),
    ("FEELINGS", "Goes quiet when it is loud, and hides.", "Says when it is too loud, and asks to go out."),
)  # fmt: skip

_JUDGED = {
    Scale.LIKELIHOOD: (
        "Nothing points that way now.", "Could happen if the support falls away.", "Has happened before, less often now.",
        "Happened twice this year.", "Happening now, and known to three agencies.",
    ),
    Scale.SEVERITY: (
        "Would be felt for a day.", "Would set back school and sleep.", "Health or development would suffer.",
        "Lasting harm is likely.", "Life could be in danger.",
    ),
    Scale.WAIT: (
        "A week changes nothing.", "A week costs some trust.", "In a week the family may turn away.",
        "Within a week the arrangement may break.", "Each day makes it worse.",
    ),
    Scale.TRIAGE: (
        "For advice.", "Can wait for an ordinary visit.", "Should be seen within days.", "To be seen within a day.",
        "At once.",
    ),
}  # fmt: skip
_SINCE = (
    "Seen at the last visit.",
    "Talked over in supervision.",
    "After the call with school.",
    "By the last review.",
    "",
)

CLOSED_WHY = {
    CaseType.CHILD_IN_NEED: ("plan finished, family has what it asked for", "moved to another area, handed over"),
    CaseType.CHILD_PROTECTION: ("plan ended, and no further need found",),
    CaseType.LOOKED_AFTER: ("care ended",),
    CaseType.ASSESSMENT: ("assessed, no social care needed", "assessed, handed to early help"),
    CaseType.REFERRAL: ("no further action after the referral",),
}


def visit_note(draws: Draws, name: str, age: int, *, in_care: bool) -> str:
    """What was seen and said on a visit, in the child's voice where there is one. `age` in years, -1 unborn."""
    if age < 0:
        return draws.one_of(UNBORN_SAID)
    young = age < 5
    where = draws.one_of(SEEN_WHERE_YOUNG if young else SEEN_WHERE)
    said = draws.one_of(YOUNGER_SAID if young else OLDER_SAID)
    home = draws.one_of(ABOUT_CARE if in_care else ABOUT_HOME)
    then = draws.one_of(NEXT_IN_CARE if in_care else NEXT)
    return " ".join(part for part in (where, f"{name} {said}", home, then) if part)


def judged_why(draws: Draws, scale: Scale, value: int | None) -> str:
    """Why somebody judged as they did."""
    if value is None:
        return "Not known yet: not enough seen to say."
    return f"{_JUDGED[scale][value]} {draws.one_of(_SINCE)}".strip()
