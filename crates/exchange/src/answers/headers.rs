//! What headers can say: the columns that survey tools add, and the ways to write a question.

use super::DropReason;
use crate::words::{normalised, without_markup, without_number};

/// Headers of columns that survey tools add, normalised, with why they are dropped.
pub(super) const TECHNICAL: &[(DropReason, &[&str])] = &[
    (
        DropReason::Respondent,
        &[
            "id",
            "response id",
            "responseid",
            "respondent id",
            "respondentid",
            "respondent",
            "respondent number",
            "response number",
            "vastaaja",
            "vastaajan id",
            "vastaajan numero",
            "vastaajanumero",
            "vastaus id",
            "vastauksen id",
            "vastausnumero",
            "vastauksen tunniste",
            "vastaajan tunniste",
            "svars id",
            "svarsid",
            "svarsnummer",
            "respondentens id",
            "respondentnummer",
            "tunnus",
            "vastaustunnus",
            "nro",
            "nr",
            "no",
            "n o",
            "external reference",
            "unique id",
        ],
    ),
    (
        DropReason::Person,
        &[
            "name",
            "nimi",
            "namn",
            "full name",
            "first name",
            "last name",
            "firstname",
            "lastname",
            "surname",
            "etunimi",
            "sukunimi",
            "förnamn",
            "efternamn",
            "vastaajan nimi",
            "respondentens namn",
            "respondent name",
            "email",
            "e mail",
            "email address",
            "emailaddress",
            "sähköposti",
            "sähköpostiosoite",
            "vastaajan sähköposti",
            "e post",
            "epost",
            "e postadress",
            "phone",
            "phone number",
            "puhelin",
            "puhelinnumero",
            "telefon",
            "telefonnummer",
            "user",
            "username",
            "käyttäjä",
            "käyttäjätunnus",
            "användare",
            "organisaation yhteyshenkilö",
        ],
    ),
    (
        DropReason::Time,
        &[
            "submitdate",
            "date submitted",
            "startdate",
            "date started",
            "datestamp",
            "date last action",
            "start time",
            "completion time",
            "end time",
            "last modified time",
            "timestamp",
            "submitted",
            "submitted at",
            "date",
            "time",
            "duration",
            "interviewtime",
            "total time",
            "response time",
            "answer time",
            "vastausaika",
            "vastauspäivä",
            "vastattu",
            "aloitusaika",
            "aloitettu",
            "lopetusaika",
            "lopetettu",
            "lähetetty",
            "lähetysaika",
            "lähetyspäivä",
            "tallennettu",
            "aikaleima",
            "päivämäärä",
            "aika",
            "kesto",
            "viimeisin toimenpide",
            "svarstid",
            "svarsdatum",
            "starttid",
            "sluttid",
            "inskickat",
            "skickat",
            "datum",
            "tid",
            "tidsstämpel",
            "tidstämpel",
            "valmistumisaika",
            "viimeksi muokattu",
            "aloituspäivä",
            "lopetuspäivä",
            "viimeisen toiminnon päiväys",
            "slutförandetid",
            "tid för senaste ändring",
            "datum skickat",
            "datum inskickat",
            "startdatum",
            "datum för senaste åtgärd",
            "besvarad",
        ],
    ),
    (
        DropReason::Network,
        &[
            "ipaddr",
            "ip",
            "ip address",
            "ipaddress",
            "ip osoite",
            "ip adress",
            "refurl",
            "referrer url",
            "referer url",
            "viittaava url",
            "viittausosoite",
            "hänvisande url",
            "user agent",
            "browser",
            "selain",
            "device",
            "laite",
            "operating system",
            "webbläsare",
            "enhet",
            "location",
            "latitude",
            "longitude",
        ],
    ),
    (
        DropReason::Token,
        &[
            "token",
            "access code",
            "accesscode",
            "pääsykoodi",
            "osallistumistunnus",
            "tunniste",
            "åtkomstkod",
            "vastauslinkki",
            "response link",
            "svarslänk",
            "password",
            "salasana",
        ],
    ),
    (
        DropReason::Language,
        &[
            "startlanguage",
            "start language",
            "language",
            "aloituskieli",
            "kieli",
            "vastauskieli",
            "kyselyn kieli",
            "språk",
            "svarsspråk",
            "startspråk",
        ],
    ),
    (
        DropReason::Progress,
        &[
            "lastpage",
            "last page",
            "viimeinen sivu",
            "sista sidan",
            "seed",
            "siemen",
            "siemenluku",
            "frö",
            "slumpfrö",
            "total points",
            "pisteet yhteensä",
            "pisteet",
            "totalpoäng",
            "quiz feedback",
            "kyselyn palaute",
            "testfeedback",
            "quota exit",
            "status",
            "tila",
            "completed",
            "valmis",
            "progress",
            "edistyminen",
            "julkinen linkki",
            "collector",
            "collector id",
            "keräin",
            "kyselylinkki",
            "jakelutapa",
            "survey id",
            "group time",
        ],
    ),
];

/// Beginnings of headers that hold comments or times beside questions, normalised.
pub(super) const BESIDE: &[(DropReason, &[&str])] = &[
    (
        DropReason::Comment,
        &[
            "avoin vastaus",
            "open answer",
            "open ended",
            "öppet svar",
            "fritextsvar",
            "vapaa teksti",
        ],
    ),
    (
        DropReason::Time,
        &[
            "question time",
            "group time",
            "kysymyksen aika",
            "ryhmän aika",
        ],
    ),
];

/// Words before a question that make its column one of marks or remarks, not of answers.
pub(super) const BEFORE: &[(DropReason, &[&str])] = &[
    (
        DropReason::Progress,
        &["points", "pisteet", "poäng", "score"],
    ),
    (
        DropReason::Comment,
        &[
            "feedback",
            "palaute",
            "återkoppling",
            "comment",
            "kommentti",
            "kommentar",
        ],
    ),
];

/// What survey tools put in brackets where a respondent may add own words to fixed options.
const OWN_WORDS: [&str; 8] = [
    "other",
    "comment",
    "muu",
    "kommentti",
    "annat",
    "annan",
    "kommentar",
    "avoin",
];

/// Whether brackets with this in them hold a respondent's own words beside fixed options.
pub(super) fn is_own_words(inner: &str) -> bool {
    OWN_WORDS.contains(&normalised(inner).as_str())
}

/// The ways to read a header as one that a survey tool adds, normalised: as it stands, and of
/// `submitdate. Date submitted` the code and the text.
pub(super) fn technical_readings(header: &str) -> Vec<String> {
    let code_and_text = header.trim().split_once(". ");
    let parts = code_and_text.filter(|(code, _)| !code.contains(char::is_whitespace));
    let parts = parts.map(|(code, text)| [normalised(code), normalised(text)]);
    let whole = normalised(without_number(header));
    std::iter::once(whole)
        .chain(parts.into_iter().flatten())
        .collect()
}

/// The ways to read a header, the whole first: `Code. Text`, `Text [Part]`, `Code[SQ1]`,
/// `Text: Part`, `Text - Part`.
pub(super) fn readings(header: &str) -> Vec<String> {
    let header = without_markup(header)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let mut all = vec![header.clone()];
    let mut add = |reading: &str| {
        let reading = reading.trim();
        if !reading.is_empty() && !all.iter().any(|known| known == reading) {
            all.push(reading.to_owned());
        }
    };
    let mut parts = vec![header.as_str()];
    if let Some((code, text)) = header
        .split_once(". ")
        .filter(|(code, _)| !code.contains(' '))
    {
        parts.extend([code, text]);
    }
    for part in parts {
        add(part);
        let bracketed = part
            .strip_suffix(']')
            .and_then(|open| open.rsplit_once('['));
        if let Some((_, inner)) = bracketed.filter(|(_, inner)| !is_own_words(inner)) {
            add(inner);
        }
        for separator in [": ", " - ", " – ", " | ", " / ", " > ", " » "] {
            if let Some((_, last)) = part.rsplit_once(separator) {
                add(last);
            }
            if let Some((_, rest)) = part.split_once(separator) {
                add(rest);
            }
        }
    }
    all
}
