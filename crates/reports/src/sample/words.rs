//! Sentences of the samples that the shipped content does not have.

use domain::{Cleared, Edition, Exception, Locale};

/// A text in the language, from its three versions.
pub(crate) fn say<E: Edition>(locale: Locale, texts: [&'static str; 3]) -> Cleared<E> {
    Cleared::shipped(pick(locale, texts))
}

/// A text that is put together for a sample.
pub(crate) fn invented<E: Edition>(text: impl Into<String>) -> Cleared<E> {
    Cleared::exception(text, Exception::Sample)
}

/// The version of the language: Finnish, Swedish, English.
pub(crate) fn pick(locale: Locale, [fi, sv, en]: [&'static str; 3]) -> &'static str {
    match locale {
        Locale::Fi => fi,
        Locale::Sv => sv,
        Locale::En => en,
    }
}

/// Invented municipalities.
pub(crate) fn municipality(locale: Locale, at: usize) -> String {
    let names = match locale {
        Locale::Sv => ["Exempelby", "Malmbäcken", "Fantasiby"],
        _ => ["Esimerkkilä", "Mallijoki", "Kuvitelma"],
    };
    let name = names.get(at % names.len()).copied().unwrap_or_default();
    if at < names.len() {
        name.to_owned()
    } else {
        format!("{name} {}", at / names.len() + 1)
    }
}

pub(crate) const ROUND: [&str; 3] = ["Arviointi 2026", "Bedömning 2026", "Assessment 2026"];
pub(crate) const ASSESSOR: [&str; 3] =
    ["Mallikumppani Oy", "Modellpartner Ab", "Sample Partner Ltd"];

pub(crate) const SITUATION: [[&str; 3]; 3] = [
    [
        "Arjen palvelut ovat kohtuullisesti turvassa: tiedot varmuuskopioidaan ja käyttöoikeudet ovat hallinnassa.",
        "De dagliga tjänsterna är rimligt skyddade: uppgifterna säkerhetskopieras och åtkomsträttigheterna är under kontroll.",
        "Everyday services are reasonably safe: data is backed up and access rights are under control.",
    ],
    [
        "Pitkään häiriöön ei ole varauduttu: kukaan ei tiedä, mitkä palvelut palautetaan ensin ja kuka siitä päättää.",
        "Kommunen är inte beredd på en lång störning: ingen vet vilka tjänster som återställs först och vem som beslutar om det.",
        "The municipality is not ready for a long disruption: nobody knows which services come back first and who decides it.",
    ],
    [
        "Kolme päätöstä tänä keväänä riittää siihen, että kriittiset palvelut saadaan jatkuvuuden piiriin vuoden loppuun mennessä.",
        "Tre beslut i vår räcker för att de kritiska tjänsterna ska ha en kontinuitetsplan före årets slut.",
        "Three decisions this spring are enough to bring the critical services under continuity planning by the end of the year.",
    ],
];

pub(crate) const THEME_SENTENCES: [[&str; 3]; 4] = [
    [
        "Vastuut on kirjattu, mutta sijaiset puuttuvat.",
        "Ansvaret är nedskrivet, men ersättare saknas.",
        "Responsibilities are written down, but deputies are missing.",
    ],
    [
        "Perusasiat hoidetaan, seuranta on satunnaista.",
        "Det grundläggande sköts, uppföljningen är sporadisk.",
        "The basics are taken care of; follow-up is occasional.",
    ],
    [
        "Suunnitelmat ovat olemassa, mutta niitä ei ole harjoiteltu.",
        "Planer finns, men de har inte övats.",
        "Plans exist, but they have not been exercised.",
    ],
    [
        "Tilannetta ei tunneta riittävästi päätöksiä varten.",
        "Läget är inte tillräckligt känt för att fatta beslut.",
        "Not enough is known to decide.",
    ],
];

pub(crate) const UNKNOWN: [[&str; 3]; 4] = [
    [
        "Kuinka nopeasti palkanmaksu saadaan toimimaan, jos järjestelmä menetetään.",
        "Hur snabbt löneutbetalningen kan återupptas om systemet går förlorat.",
        "How soon salaries can be paid if the system is lost.",
    ],
    [
        "Mitä palveluntuottajat ovat luvanneet häiriötilanteisiin.",
        "Vad tjänsteproducenterna har lovat vid störningar.",
        "What suppliers have promised for disruptions.",
    ],
    [
        "Kuinka moni työntekijä on käynyt digiturvakoulutuksen.",
        "Hur många anställda som har gått utbildningen i digital säkerhet.",
        "How many employees have completed digital security training.",
    ],
    [
        "Missä kaikkialla kuntalaisten terveystietoja säilytetään.",
        "Överallt där invånarnas hälsouppgifter förvaras.",
        "All the places where residents’ health data is kept.",
    ],
];

/// Decision, body, owner.
pub(crate) const PROPOSALS: [[[&str; 3]; 3]; 4] = [
    [
        [
            "Kunnanhallitus vahvistaa kriittiset palvelut ja järjestyksen, jossa ne palautetaan.",
            "Kommunstyrelsen fastställer de kritiska tjänsterna och i vilken ordning de återställs.",
            "The municipal board adopts the critical services and the order in which they are restored.",
        ],
        ["Kunnanhallitus", "Kommunstyrelsen", "Municipal board"],
        ["Kunnanjohtaja", "Kommundirektören", "Municipal manager"],
    ],
    [
        [
            "Hallintosääntöön lisätään digiturvan vastuut ja sijaiset.",
            "Ansvaret för den digitala säkerheten och ersättarna skrivs in i förvaltningsstadgan.",
            "Responsibilities and deputies for digital security are added to the administrative regulations.",
        ],
        ["Valtuusto", "Fullmäktige", "Council"],
        [
            "Hallintojohtaja",
            "Förvaltningsdirektören",
            "Head of administration",
        ],
    ],
    [
        [
            "Palkanmaksun ja vesihuollon palautus testataan ennen kesää, ja tulos tuodaan hallitukselle.",
            "Återställningen av löneutbetalningen och vattenförsörjningen testas före sommaren och resultatet förs till styrelsen.",
            "Recovery of payroll and water supply is tested before summer, and the result is brought to the board.",
        ],
        ["Kunnanjohtaja", "Kommundirektören", "Municipal manager"],
        [
            "Tietohallintopäällikkö",
            "Dataförvaltningschefen",
            "Head of IT",
        ],
    ],
    [
        [
            "Talousarvioon 2027 varataan raha jatkuvuussuunnitteluun ja yhteen harjoitukseen.",
            "I budgeten för 2027 reserveras pengar för kontinuitetsplanering och en övning.",
            "The 2027 budget sets aside money for continuity planning and one exercise.",
        ],
        ["Valtuusto", "Fullmäktige", "Council"],
        ["Talousjohtaja", "Ekonomidirektören", "Head of finance"],
    ],
];

pub(crate) const NEXT: [[&str; 3]; 3] = [
    [
        "Kunnanhallitus käsittelee yhteenvedon 14.12.2026.",
        "Kommunstyrelsen behandlar sammandraget 14.12.2026.",
        "The municipal board discusses the summary on 14 December 2026.",
    ],
    [
        "Toimenpiteiden eteneminen raportoidaan valtuustolle osavuosikatsauksissa.",
        "Hur åtgärderna framskrider rapporteras till fullmäktige i delårsöversikterna.",
        "Progress of the measures is reported to the council in the interim reports.",
    ],
    [
        "Arviointi toistetaan syksyllä 2028.",
        "Bedömningen upprepas hösten 2028.",
        "The assessment is repeated in autumn 2028.",
    ],
];

pub(crate) const QUOTES: [[&str; 3]; 4] = [
    [
        "Kyllä me siitä puhutaan, mutta kukaan ei kirjoita ylös, kuka tekee mitä.",
        "Visst pratar vi om det, men ingen skriver upp vem som gör vad.",
        "We do talk about it, but nobody writes down who does what.",
    ],
    [
        "Luotan siihen, että joku hoitaa. En tiedä, kuka.",
        "Jag litar på att någon sköter det. Jag vet inte vem.",
        "I trust that someone takes care of it. I do not know who.",
    ],
    [
        "Kun verkko oli päivän poikki, koulu pärjäsi paperilla. Viikkoa emme olisi pärjänneet.",
        "När nätet låg nere en dag klarade sig skolan med papper. En vecka hade vi inte klarat.",
        "When the network was down for a day, the school managed on paper. A week we could not have done.",
    ],
    [
        "Päätöksiä on helpompi tehdä, kun näkee mitä häiriö maksaa.",
        "Det är lättare att fatta beslut när man ser vad en störning kostar.",
        "Decisions are easier when you see what a disruption costs.",
    ],
];

pub(crate) const SPEAKERS: [[&str; 3]; 3] = [
    [
        "Johtoryhmän jäsen",
        "Medlem av ledningsgruppen",
        "Member of the management team",
    ],
    ["Luottamushenkilö", "Förtroendevald", "Elected official"],
    ["Palvelun omistaja", "Tjänsteägare", "Service owner"],
];

pub(crate) const OWNERS: [[&str; 3]; 4] = [
    ["Kunnanjohtaja", "Kommundirektören", "Municipal manager"],
    [
        "Tietohallintopäällikkö",
        "Dataförvaltningschefen",
        "Head of IT",
    ],
    [
        "Hallintojohtaja",
        "Förvaltningsdirektören",
        "Head of administration",
    ],
    [
        "Toimialajohtajat",
        "Sektordirektörerna",
        "Heads of service sectors",
    ],
];

pub(crate) const EFFECTS: [[&str; 3]; 3] = [
    [
        "Häiriössä tiedetään heti, kuka päättää.",
        "Vid en störning vet man genast vem som beslutar.",
        "In a disruption it is clear at once who decides.",
    ],
    [
        "Katkos lyhenee arviolta päivistä tunteihin.",
        "Avbrottet beräknas bli timmar i stället för dagar.",
        "An outage is expected to take hours instead of days.",
    ],
    [
        "Valtuusto näkee vuosittain, mihin suuntaan tilanne kehittyy.",
        "Fullmäktige ser varje år åt vilket håll läget utvecklas.",
        "The council sees every year in which direction things are going.",
    ],
];

pub(crate) const NO_KNOWLEDGE: [&str; 3] = [
    "Haastatellut eivät tienneet asiaa, eikä siitä löytynyt asiakirjaa.",
    "De intervjuade kände inte till saken, och inget dokument hittades.",
    "Those interviewed did not know, and no document was found.",
];

pub(crate) const CONCLUSION: [&str; 3] = [
    "Teeman perusasiat ovat pääosin kunnossa, mutta niiden toteutumista ei seurata. Kirjalliset päätökset ja säännöllinen raportointi puuttuvat.",
    "Det grundläggande i temat är i huvudsak i skick, men ingen följer upp hur det fungerar. Skriftliga beslut och regelbunden rapportering saknas.",
    "The basics of the theme are mostly in order, but nobody follows how they are carried out. Written decisions and regular reporting are missing.",
];

pub(crate) const WORRIES: [[&str; 3]; 3] = [
    [
        "Kukaan ei tiedä, kauanko palautus kestää",
        "Ingen vet hur länge återställningen tar",
        "Nobody knows how long recovery takes",
    ],
    [
        "Hankinnoissa ei vaadita turvallisuutta",
        "Säkerhet krävs inte i upphandlingar",
        "Procurement does not ask for security",
    ],
    [
        "Päättäjät eivät ole saaneet koulutusta",
        "Beslutsfattarna har inte fått utbildning",
        "Decision-makers have had no training",
    ],
];

pub(crate) const FINDINGS: [[&str; 3]; 4] = [
    [
        "Kirjallinen päätös puuttuu",
        "Skriftligt beslut saknas",
        "No written decision",
    ],
    [
        "Toteutumista ei seurata",
        "Ingen uppföljning",
        "Nobody follows up",
    ],
    [
        "Sijaisia ei ole nimetty",
        "Ersättare har inte utsetts",
        "Deputies have not been named",
    ],
    [
        "Asiaa ei ole harjoiteltu",
        "Saken har inte övats",
        "It has not been exercised",
    ],
];
