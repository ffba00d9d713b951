//! Proposals to the council and their annexes.

use domain::publicity::{Public, Secret};
use domain::{Cleared, Edition, Locale};
use jiff::civil::date;

use crate::Report;
use crate::measure::{
    Alternative, CouncilAnnex, CouncilProposal, Figures, PaperHeader, Proposed, ServiceLine,
    Standing, ThreatLine, Unknowns,
};
use crate::sample::words::{self, pick, say};

fn header<E: Edition>(locale: Locale) -> PaperHeader<E> {
    PaperHeader {
        organisation: words::invented(words::municipality(locale, 0)),
        date: date(2026, 11, 22),
        fictitious: true,
    }
}

fn alternative(standing: Standing, measures: usize, cost: f64, loss: f64) -> Alternative {
    Alternative {
        standing,
        measures,
        cost,
        figures: Figures {
            days: loss / 12_500.0,
            resident_days: loss * 1.4,
            loss,
        },
    }
}

/// Three measures, one of them the municipality's own.
fn proposal(locale: Locale) -> CouncilProposal {
    let titles: [[&str; 3]; 2] = [
        [
            "Palautus harjoitellaan",
            "Återställningen övas",
            "Restoring is practised",
        ],
        [
            "Kirjautuminen vahvistetaan",
            "Inloggningen bekräftas",
            "Logging in is confirmed",
        ],
    ];
    let sentence = [
        "Varmuuskopiosta palautetaan vuosittain koko järjestelmä.",
        "Ett helt system återställs årligen från säkerhetskopian.",
        "A whole system is restored from backup every year.",
    ];
    let offered = titles.map(|title| Proposed {
        title: Some(say::<Public>(locale, title)),
        sentence: Some(say(locale, sentence)),
        cost: 18_000,
        is_default_cost: true,
    });
    let own = Proposed {
        title: None,
        sentence: None,
        cost: 40_001,
        is_default_cost: false,
    };
    CouncilProposal {
        header: header(locale),
        extent: (31, 25),
        measures: offered.into_iter().chain([own]).collect(),
        alternatives: vec![
            alternative(Standing::Nothing, 0, 0.0, 410_000.0),
            alternative(Standing::Cheaper, 2, 61_000.0, 300_000.0),
            alternative(Standing::Proposed, 3, 76_001.0, 270_000.0),
            alternative(Standing::Dearer, 4, 95_000.0, 255_000.0),
        ],
        pays_back: 0.12,
        postponing: 35_000.0,
        unknowns: Unknowns {
            loss: (150_000.0, 1_300_000.0),
            no_cost: 3,
            no_tolerance: 1,
            shipped: 25,
            gap: 1_200.0,
            is_estimated: false,
        },
    }
}

/// Nothing is chosen.
fn empty_proposal(locale: Locale) -> CouncilProposal {
    CouncilProposal {
        measures: Vec::new(),
        alternatives: vec![
            alternative(Standing::Nothing, 0, 0.0, 0.0),
            alternative(Standing::Proposed, 0, 0.0, 0.0),
        ],
        pays_back: 0.0,
        postponing: 0.0,
        unknowns: Unknowns::default(),
        ..proposal(locale)
    }
}

/// An annex of two services.
fn annex(locale: Locale) -> CouncilAnnex {
    let secret = |texts: [&'static str; 3]| say::<Secret>(locale, texts);
    let service = |texts, chance| ServiceLine {
        name: secret(texts),
        suppliers: vec![Cleared::shipped(pick(
            locale,
            [
                "Esimerkkitoimittaja",
                "Exempelleverantören",
                "Sample Supplier",
            ],
        ))],
        chance,
        days: (chance.0 * 9.0, chance.1 * 7.0),
    };
    CouncilAnnex {
        header: header(locale),
        ground: secret([
            "Kirjaa tähän säännös, johon salassapito perustuu",
            "Här antecknas den bestämmelse som sekretessen grundar sig på",
            "The provision on which secrecy rests is recorded here",
        ]),
        measures: vec![secret([
            "Oma päivystysrinki",
            "Egen beredskapsring",
            "An on-call rota of our own",
        ])],
        services: vec![
            service(["Palkanmaksu", "Löneutbetalning", "Payroll"], (0.27, 0.18)),
            service(["Kirjasto", "Bibliotek", "Library"], (0.004, 0.002)),
        ],
        threats: vec![ThreatLine {
            title: secret([
                "Kiristysohjelma omissa järjestelmissä",
                "Utpressningsprogram i de egna systemen",
                "Ransomware in the municipality’s own systems",
            ]),
            loss: 180_000.0,
            share: 0.44,
        }],
    }
}

/// Proposals to the council: ordinary, and one that chooses nothing.
pub(crate) fn proposals(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![Box::new(proposal(locale)), Box::new(empty_proposal(locale))]
}

/// Their secret annexes.
pub(crate) fn annexes(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![Box::new(annex(locale))]
}
