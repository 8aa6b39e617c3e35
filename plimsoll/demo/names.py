"""Names that are plainly invented: no worker, team, council, school, number or postcode here is real."""

from plimsoll.demo.draws import Draws


def _words(line: str) -> list[str]:
    return line.split()


FIRST_WORDS = _words(
    "Alder Amberly Aster Bracken Bramble Briar Burdock Campion Cardamom Chervil Cicely Clary Comfrey Coriander Damson "
    "Dunlin Elderby Fennel Fescue Foxglove Gorse Greengage Harebell Hawkbit Hyssop Juniper Kestrel Kittiwake Larch "
    "Linnet Lovage Madder Mallow Medlar Mullein Nettle Orache Osier Peregrine Pimpernel Plover Quince Ramsons Rosehip "
    "Saffron Sandpiper Sedge Sorrel Speedwell Tamarisk Tansy Teasel Thrift Turnstone Valerian Vetch Whimbrel Woodruff "
    "Yaffle Yarrow"
)
LAST_WORDS = _words(
    "Bellwether Buttonhook Candlewick Cobblestone Copperkettle Cornflake Cutlass Doorstop Drizzle Dumpling Eiderdown "
    "Fiddlestick Flagstone Gaslight Gingham Haystack Hedgerow Inkwell Jamjar Kettledrum Lampshade Limpet Marmalade "
    "Matchbox Milkchurn Mizzle Moonraker Nutmeg Oakapple Oatcake Paddlestep Parasol Pebbledash Pennywhistle Pickle "
    "Pocketwatch Puddle Quill Quilting Raindrop Ribbon Rowlock Rucksack Saucer Shortbread Snowdrift Spindrift Teacake "
    "Thimble Thistledown Toffee Trellis Turnip Umbrella Vale Wagonwheel Wellington Windfall Wishbone Yardarm"
)
TEAM_WORDS = _words(
    "Harbour Lantern Beacon Compass Anchor Bridge Orchard Meadow Lighthouse Ferry Granary Windmill Quayside Heron "
    "Millpond Viaduct Towpath Capstan Keel Mainsail Halyard Bowline Rudder Tiller Estuary Lagoon Causeway Headland "
    "Skylark Curlew Kingfisher Lapwing Chestnut Hornbeam Sycamore Walnut Mulberry Bluebell Primrose Cowslip"
)
TOWN = "Plimmouth"
OTHER_TOWNS = ("Netherquay", "Thornwick-under-Sail", "Great Halyard", "Capstanbury", "Upper Towpath")
ORGANISATIONS = (
    "Lantern Early Help Hub",
    "Harbour Early Help Hub",
    "Tidemark Primary School",
    "Sandbank Academy",
    "Lobster Lane Nursery",
    "Seagull Street Health Visitors",
    "Breakwater Family Centre",
)

# No postcode area of the United Kingdom has these letters.
POSTCODE_AREAS = ("ZM", "ZT", "YK")
POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"

ID_STEP = 7_368_787  # shares no factor with the number of ids, so that no id comes twice
ID_COUNT = 9_000_000


def worker_name(place: int) -> str:
    """The name of the worker at `place`, from 0; every place has another name.

    >>> worker_name(0), worker_name(1)
    ('Alder Bellwether', 'Amberly Buttonhook')
    """
    firsts, lasts = len(FIRST_WORDS), len(LAST_WORDS)
    first, turn = place % firsts, place // firsts
    last, twice = (first + turn) % lasts, turn // lasts
    double = f"-{LAST_WORDS[(last + twice) % lasts]}" if twice else ""
    return f"{FIRST_WORDS[first]} {LAST_WORDS[last]}{double}"


def team_name(place: int, kind: str) -> str:
    """The name of the team at `place`, from 0, with what it does.

    >>> team_name(0, "Front Door")
    'Harbour Front Door Team'
    """
    turn, word = divmod(place, len(TEAM_WORDS))
    return f"{TEAM_WORDS[word]} {kind} Team" + (f" {turn + 1}" if turn else "")


class Identifiers:
    """Numbers for children, adopters and adoptive families: seven digits, never twice, in no order."""

    def __init__(self, draws: Draws) -> None:
        self._offset = draws.between(0, ID_COUNT - 1)
        self._given = 0

    def next(self) -> str:
        """The next number, as text."""
        self._given += 1
        return str(1_000_000 + (self._offset + self._given * ID_STEP) % ID_COUNT)


def postcode(draws: Draws) -> str:
    """A postcode in the right form, in an area that does not exist."""
    area, letters = draws.one_of(POSTCODE_AREAS), POSTCODE_LETTERS
    inward = f"{draws.between(1, 9)}{draws.one_of(letters)}{draws.one_of(letters)}"
    return f"{area}{draws.between(1, 29)} {inward}"
