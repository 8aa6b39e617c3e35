"""Who a child is, and who is round them."""

from plimsoll.core.terms.term import Term


class ContactKind(Term):
    """Whether a person around a child is there as family or by profession."""

    FAMILY = "FAMILY"
    PROFESSIONAL = "PROFESSIONAL"


class Kinship(Term):
    """What somebody is to a child."""

    PARENT = "PARENT"
    STEP_PARENT = "STEP_PARENT", "step-parent"
    SIBLING = "SIBLING", "brother or sister"
    GRANDPARENT = "GRANDPARENT"
    OTHER_RELATIVE = "OTHER_RELATIVE"
    CARER = "CARER"
    PARTNER_OF_PARENT = "PARTNER_OF_PARENT"
    CHILD = "CHILD", "own child"
    HALF_SIBLING = "HALF_SIBLING", "half-brother or half-sister"
    STEP_SIBLING = "STEP_SIBLING", "stepbrother or stepsister"


class Sex(Term):
    """As the censuses of children ask for it since 2025."""

    F = "F", "female"
    M = "M", "male"
    U = "U", "not known or not said"


class Ethnicity(Term):
    """The codes that the censuses of children in need and in care share."""

    WBRI = "WBRI", "White British"
    WIRI = "WIRI", "White Irish"
    WIRT = "WIRT", "Traveller of Irish heritage"
    WROM = "WROM", "Gypsy or Roma"
    WOTH = "WOTH", "any other White background"
    MWBC = "MWBC", "White and Black Caribbean"
    MWBA = "MWBA", "White and Black African"
    MWAS = "MWAS", "White and Asian"
    MOTH = "MOTH", "any other mixed background"
    AIND = "AIND", "Indian"
    APKN = "APKN", "Pakistani"
    ABAN = "ABAN", "Bangladeshi"
    AOTH = "AOTH", "any other Asian background"
    BCRB = "BCRB", "Black Caribbean"
    BAFR = "BAFR", "Black African"
    BOTH = "BOTH", "any other Black background"
    CHNE = "CHNE", "Chinese"
    OOTH = "OOTH", "any other ethnic group"
    REFU = "REFU", "did not want to say"
    NOBT = "NOBT", "not obtained yet"


class Disability(Term):
    """What disables a child, by the codes of the children in need census."""

    NONE = "NONE"
    MOB = "MOB", "getting about"
    HAND = "HAND", "use of hands"
    PC = "PC", "personal care"
    INC = "INC", "incontinence"
    COMM = "COMM", "communication"
    LD = "LD", "learning"
    HEAR = "HEAR", "hearing"
    VIS = "VIS", "sight"
    BEH = "BEH", "behaviour"
    CON = "CON", "consciousness"
    AUT = "AUT", "autism"
    DDA = "DDA", "another, under the Equality Act"


class Couple(Term):
    """How two people of a family stand to each other as a couple."""

    TOGETHER = "TOGETHER"
    SEPARATED = "SEPARATED"


class Bond(Term):
    """How it is between a child and somebody round them, as whoever works with the child sees it."""

    STRONG = "STRONG", "close"
    ORDINARY = "ORDINARY", "neither close nor difficult"
    THIN = "THIN", "thin: little contact"
    STRAINED = "STRAINED"
    BROKEN = "BROKEN", "broken off"
