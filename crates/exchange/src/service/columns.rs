//! The columns of the table and their words.

use domain::Locale;
use domain::service::NodeKind;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Name,
    Kind,
    Gives,
    Owner,
    Deputy,
    Users,
    Tolerance,
    Rto,
    Rpo,
    Promise,
    Fallback,
    FallbackHours,
    Needs,
    Note,
}

/// A column with its header in the three languages, and other headers that mean the same, normalised.
pub(super) struct Field {
    pub(super) column: Column,
    names: [&'static str; 3],
    also: &'static [&'static str],
}

impl Field {
    /// The header in a language.
    pub(super) const fn header(&self, locale: Locale) -> &'static str {
        in_language(&self.names, locale)
    }

    /// Whether a normalised header means this column.
    pub(super) fn is_named(&self, bare: &str) -> bool {
        let names = self.names.iter();
        names
            .map(|name| crate::words::normalised(name))
            .any(|name| name == bare)
            || self.also.contains(&bare)
    }
}

const fn in_language(names: &[&'static str; 3], locale: Locale) -> &'static str {
    let [fi, sv, en] = names;
    match locale {
        Locale::Fi => fi,
        Locale::Sv => sv,
        Locale::En => en,
    }
}

const fn field(column: Column, names: [&'static str; 3], also: &'static [&'static str]) -> Field {
    Field {
        column,
        names,
        also,
    }
}

/// The columns in the order of the template.
pub(super) const FIELDS: [Field; 14] = [
    field(
        Column::Name,
        ["Nimi", "Namn", "Name"],
        &[
            "palvelu",
            "palvelun nimi",
            "tjänst",
            "tjänstens namn",
            "service",
            "service name",
            "järjestelmä",
            "system",
        ],
    ),
    field(
        Column::Kind,
        ["Laji", "Slag", "Kind"],
        &["tyyppi", "typ", "type", "luokka"],
    ),
    field(
        Column::Gives,
        ["Mitä antaa", "Vad den ger", "What it gives"],
        &[
            "kuvaus",
            "tarkoitus",
            "beskrivning",
            "description",
            "purpose",
        ],
    ),
    field(
        Column::Owner,
        ["Omistaja", "Ägare", "Owner"],
        &[
            "vastuuhenkilö",
            "vastuutaho",
            "palvelun omistaja",
            "ansvarig",
            "responsible",
        ],
    ),
    field(
        Column::Deputy,
        ["Sijainen", "Ersättare", "Deputy"],
        &["varahenkilö", "omistajan sijainen", "ägarens ersättare"],
    ),
    field(
        Column::Users,
        ["Käyttäjiä", "Användare", "Users"],
        &[
            "ihmisiä",
            "käyttäjät",
            "käyttäjien määrä",
            "antal användare",
            "people",
            "number of users",
        ],
    ),
    field(
        Column::Tolerance,
        ["Kestää katkoa", "Tål avbrott", "Can bear a stop of"],
        &[
            "katkon kesto",
            "mto",
            "mtpd",
            "suurin sallittu katko",
            "maximum tolerable outage",
            "tolerance",
            "siedettävä katko",
            "toleranssi",
        ],
    ),
    field(
        Column::Rto,
        ["Takaisin (RTO)", "Tillbaka (RTO)", "Back (RTO)"],
        &[
            "rto",
            "toipumisaika",
            "palautumisaika",
            "återställningstid",
            "recovery time",
        ],
    ),
    field(
        Column::Rpo,
        [
            "Kadota saa (RPO)",
            "Får gå förlorat (RPO)",
            "May be lost (RPO)",
        ],
        &[
            "rpo",
            "toipumispiste",
            "återställningspunkt",
            "recovery point",
        ],
    ),
    field(
        Column::Promise,
        ["Luvattu takaisin", "Utlovad tillbaka", "Promised back"],
        &[
            "sla",
            "sopimus",
            "vasteaika",
            "palvelulupaus",
            "avtal",
            "contract",
            "promise",
        ],
    ),
    field(
        Column::Fallback,
        ["Korvaava toimintatapa", "Reservrutin", "Fallback"],
        &[
            "varamenettely",
            "manuaalinen toimintatapa",
            "reservförfarande",
            "workaround",
            "manual procedure",
        ],
    ),
    field(
        Column::FallbackHours,
        ["Kantaa", "Bär", "Carries"],
        &[
            "varamenettely kantaa",
            "korvaava toimintatapa kantaa",
            "fallback hours",
        ],
    ),
    field(
        Column::Needs,
        ["Minkä varassa", "Vad den står på", "Stands on"],
        &[
            "riippuvuudet",
            "riippuu",
            "tarvitsee",
            "järjestelmät",
            "beroenden",
            "beroende av",
            "behöver",
            "depends on",
            "dependencies",
            "needs",
        ],
    ),
    field(
        Column::Note,
        ["Hyvä tietää", "Bra att veta", "Good to know"],
        &[
            "huomiot",
            "huomautus",
            "lisätiedot",
            "anteckningar",
            "note",
            "notes",
            "comment",
        ],
    ),
];

/// The kinds with their words in the three languages, and others that mean the same.
pub(super) const KINDS: [(NodeKind, [&str; 3], &[&str]); 5] = [
    (
        NodeKind::Service,
        ["Palvelu", "Tjänst", "Service"],
        &["palvelut", "tjänster", "services"],
    ),
    (
        NodeKind::System,
        ["Järjestelmä", "System", "System"],
        &[
            "tietojärjestelmä",
            "ohjelmisto",
            "sovellus",
            "informationssystem",
            "program",
            "application",
            "software",
        ],
    ),
    (
        NodeKind::Supplier,
        ["Toimittaja", "Leverantör", "Supplier"],
        &[
            "palveluntuottaja",
            "tuottaja",
            "yritys",
            "producent",
            "vendor",
            "provider",
            "producer",
        ],
    ),
    (
        NodeKind::Network,
        ["Verkko tai sähkö", "Nät eller el", "Network or power"],
        &[
            "verkko",
            "sähkö",
            "tietoliikenne",
            "yhteys",
            "nät",
            "el",
            "network",
            "power",
            "connection",
        ],
    ),
    (
        NodeKind::Site,
        ["Paikka", "Plats", "Place"],
        &[
            "toimipaikka",
            "konesali",
            "tila",
            "rakennus",
            "maskinsal",
            "byggnad",
            "site",
            "location",
            "building",
            "data centre",
        ],
    ),
];

/// The word of a kind.
pub(super) fn kind_word(kind: NodeKind, locale: Locale) -> &'static str {
    let found = KINDS.iter().find(|(known, _, _)| *known == kind);
    found.map_or("", |(_, names, _)| in_language(names, locale))
}

/// The kind that a word means.
pub(super) fn kind_of(text: &str) -> Option<NodeKind> {
    let bare = crate::words::normalised(text);
    let is_meant = |names: &[&str; 3], also: &[&str]| {
        names
            .iter()
            .any(|name| crate::words::normalised(name) == bare)
            || also.contains(&bare.as_str())
    };
    let found = KINDS.iter().find(|(_, names, also)| is_meant(names, also));
    found.map(|(kind, _, _)| *kind)
}
