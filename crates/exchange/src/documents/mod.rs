//! The checklist of a municipality's documents: read from a filled table, written as a template.

mod dates;
mod reading;
mod template;

use domain::document::DocumentState;
use domain::{Localised, Publicity};
use jiff::civil::Date;

pub use reading::{best_fit, read};
pub use template::template;

/// A document of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDocument {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Localised,
}

/// What a row of the checklist says of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedDocument {
    /// Row of the file.
    pub row: usize,
    /// Id of the document.
    pub id: String,
    /// Its state.
    pub state: DocumentState,
    /// Who approved it; empty when not said.
    pub approved_by: String,
    /// When it was approved.
    pub approved_on: Option<Date>,
    /// When it was last tested or exercised.
    pub tested_on: Option<Date>,
    /// Notes; empty when there are none.
    pub note: String,
    /// Publicity of the notes, when said.
    pub publicity: Option<Publicity>,
}

/// A column of the checklist, with its header in the three languages and other headers that mean
/// the same.
struct Field {
    column: Column,
    fi: &'static str,
    sv: &'static str,
    en: &'static str,
    also: &'static [&'static str],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Id,
    Title,
    State,
    ApprovedBy,
    ApprovedOn,
    TestedOn,
    Note,
    Publicity,
}

/// The columns in the order of the template. The other headers are normalised.
const FIELDS: [Field; 8] = [
    Field {
        column: Column::Id,
        fi: "Tunniste",
        sv: "Kod",
        en: "Id",
        also: &[
            "tunnus",
            "id",
            "koodi",
            "document id",
            "asiakirjan tunniste",
            "beteckning",
            "dokumentkod",
        ],
    },
    Field {
        column: Column::Title,
        fi: "Asiakirja",
        sv: "Dokument",
        en: "Document",
        also: &[
            "nimi",
            "asiakirjan nimi",
            "dokumentti",
            "otsikko",
            "namn",
            "dokumentets namn",
            "rubrik",
            "title",
            "name",
            "document name",
            "document title",
        ],
    },
    Field {
        column: Column::State,
        fi: "Tila",
        sv: "Status",
        en: "State",
        also: &[
            "tilanne",
            "onko olemassa",
            "olemassa",
            "läge",
            "tillstånd",
            "finns",
            "status",
            "exists",
        ],
    },
    Field {
        column: Column::ApprovedBy,
        fi: "Hyväksyjä",
        sv: "Godkänd av",
        en: "Approved by",
        also: &[
            "hyväksynyt",
            "kuka hyväksyi",
            "päättäjä",
            "godkännare",
            "approver",
        ],
    },
    Field {
        column: Column::ApprovedOn,
        fi: "Hyväksytty",
        sv: "Godkänd den",
        en: "Approved on",
        also: &[
            "hyväksytty pvm",
            "hyväksymispäivä",
            "hyväksymispvm",
            "hyväksyntäpäivä",
            "päiväys",
            "godkänd",
            "godkänd datum",
            "datum för godkännande",
            "approved",
            "approval date",
            "date approved",
        ],
    },
    Field {
        column: Column::TestedOn,
        fi: "Testattu",
        sv: "Testad den",
        en: "Tested on",
        also: &[
            "viimeksi testattu",
            "testattu pvm",
            "testauspäivä",
            "harjoiteltu",
            "viimeksi harjoiteltu",
            "testad",
            "senast testad",
            "övad",
            "tested",
            "last tested",
            "last test",
        ],
    },
    Field {
        column: Column::Note,
        fi: "Huomiot",
        sv: "Anteckningar",
        en: "Notes",
        also: &[
            "huomautukset",
            "huomautus",
            "huomio",
            "kommentit",
            "kommentti",
            "lisätiedot",
            "muistiinpanot",
            "anteckning",
            "kommentar",
            "kommentarer",
            "anmärkningar",
            "note",
            "comment",
            "comments",
            "remarks",
        ],
    },
    Field {
        column: Column::Publicity,
        fi: "Julkisuus",
        sv: "Offentlighet",
        en: "Publicity",
        also: &[
            "julkisuusluokka",
            "offentlighetsklass",
            "sekretess",
            "publicity class",
            "confidentiality",
        ],
    },
];

/// A word of a closed set in the three languages, and other words that mean the same, normalised.
struct Word<T: 'static> {
    value: T,
    fi: &'static str,
    sv: &'static str,
    en: &'static str,
    also: &'static [&'static str],
}

const STATES: [Word<DocumentState>; 5] = [
    Word {
        value: DocumentState::Exists,
        fi: "On olemassa",
        sv: "Finns",
        en: "Exists",
        also: &[
            "on", "kyllä", "olemassa", "kunnossa", "voimassa", "ja", "i kraft", "yes", "ok",
            "exists", "in place", "in force",
        ],
    },
    Word {
        value: DocumentState::Partly,
        fi: "Osittain",
        sv: "Delvis",
        en: "Partly",
        also: &[
            "on osittain",
            "osin",
            "keskeneräinen",
            "kesken",
            "luonnos",
            "finns delvis",
            "utkast",
            "halvfärdig",
            "partly",
            "partial",
            "partially",
            "draft",
            "exists in part",
        ],
    },
    Word {
        value: DocumentState::Outdated,
        fi: "Vanhentunut",
        sv: "Föråldrat",
        en: "Outdated",
        also: &[
            "vanha",
            "vanhentunut versio",
            "ei ajan tasalla",
            "päivitettävä",
            "föråldrad",
            "gammal",
            "inte aktuell",
            "outdated",
            "out of date",
            "expired",
            "old",
        ],
    },
    Word {
        value: DocumentState::Missing,
        fi: "Puuttuu",
        sv: "Saknas",
        en: "Missing",
        also: &[
            "ei",
            "ei ole",
            "ei löydy",
            "ei olemassa",
            "nej",
            "finns inte",
            "finns ej",
            "no",
            "none",
            "missing",
            "does not exist",
            "not found",
        ],
    },
    Word {
        value: DocumentState::Unreviewed,
        fi: "Ei katsottu",
        sv: "Inte granskat",
        en: "Not reviewed",
        also: &[
            "katsomatta",
            "ei tarkistettu",
            "ej granskat",
            "ej granskad",
            "unreviewed",
            "not looked at",
        ],
    },
];

const CLASSES: [Word<Publicity>; 3] = [
    Word {
        value: Publicity::Public,
        fi: "Julkinen",
        sv: "Offentlig",
        en: "Public",
        also: &["offentligt", "public"],
    },
    Word {
        value: Publicity::Internal,
        fi: "Sisäinen",
        sv: "Intern",
        en: "Internal",
        also: &["internt", "internal", "vain sisäiseen käyttöön"],
    },
    Word {
        value: Publicity::Secret,
        fi: "Salassa pidettävä",
        sv: "Sekretessbelagd",
        en: "Secret",
        also: &[
            "salainen",
            "sekretessbelagt",
            "hemlig",
            "secret",
            "confidential",
            "luottamuksellinen",
        ],
    },
];
