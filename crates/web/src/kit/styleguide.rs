//! Every part of the kit on one page, with made-up data: `/styleguide`.
//!
//! Headings are in the reader's language; sample data is Finnish, the language it was written in.

mod drawn;

use askama::Template;
use domain::publicity::Publicity;
use domain::survey::Level;
use i18n::Texts;

use super::chart::{
    Bars, Curve, Distribution, Dots, Frontier, IconArray, IntervalChart, Matrix, Trend,
};
use super::part::{
    Choice, Crumb, Difference, FieldError, KeyFigure, Link, NavItem, Pages, Step, StepState, Tab,
};
use super::shell::{Flash, FlashKind, OrganisationMark, Shell, Undo, UserMark};

/// Draws the style guide.
#[derive(Template)]
#[template(path = "styleguide/index.html")]
pub struct StyleguidePage {
    /// The frame.
    pub shell: Shell,
    levels: &'static [Level],
    classes: [Publicity; 3],
    errors: Vec<FieldError>,
    roles: Vec<Choice>,
    scale: Vec<Choice>,
    answered: Vec<Choice>,
    steps: Vec<Step>,
    figures: Vec<KeyFigure>,
    tabs: Vec<Tab>,
    pages: Pages,
    differences: Vec<Difference>,
    colours: [(&'static str, &'static str); 8],
    qr: String,
    distribution: Distribution,
    interval: IntervalChart,
    bars: Bars,
    icons: IconArray,
    dots: Dots,
    curve: Curve,
    trend: Trend,
    frontier: Frontier,
    matrix: Matrix,
}

impl StyleguidePage {
    /// Builds the page; of the frame it keeps the language and the tokens.
    pub fn new(shell: Shell) -> Self {
        let t = shell.t;
        Self {
            levels: Level::ALL,
            classes: Publicity::ALL,
            errors: vec![field_error("title", "Kirjoita kyselylle nimi.")],
            roles: roles(),
            scale: scale(t, ""),
            answered: scale(t, "partly"),
            steps: steps(),
            figures: figures(),
            tabs: tabs(),
            pages: Pages::new(4, 12, "?page="),
            differences: differences(),
            colours: COLOURS,
            qr: super::qr::svg("https://luotsi.example/k/7f3k-9q2m").unwrap_or_default(),
            distribution: drawn::distribution(t),
            interval: drawn::interval(t),
            bars: drawn::bars(t),
            icons: drawn::icons(),
            dots: drawn::dots(t),
            curve: drawn::curve(t),
            trend: drawn::trend(t),
            frontier: drawn::frontier(t),
            matrix: drawn::matrix(t),
            shell: dressed(shell),
        }
    }
}

/// Puts every part of the frame in use, with made-up people and places.
fn dressed(shell: Shell) -> Shell {
    let t = shell.t;
    let nav = vec![
        NavItem::new("Tilannekuva", "#"),
        NavItem::new("Nykytila-arviointi", "#")
            .current_if(true)
            .with_count("3"),
        NavItem::new("Kyselyt", "#"),
        NavItem::new("Haastattelut", "#"),
        NavItem::new("Asiakirjat", "#").with_count("12"),
        NavItem::new("Toimenpiteet ja päätökset", "#"),
        NavItem::new("Organisaation asetukset", "#"),
    ];
    let organisation = OrganisationMark {
        name: "Salmelan kaupunki".to_owned(),
        slug: "salmela".to_owned(),
        href: "#".to_owned(),
    };
    let user = UserMark {
        name: "Maija Meriläinen".to_owned(),
        links: vec![
            Link::new("Omat tiedot", "#"),
            Link::new("Vaihda organisaatiota", "#"),
        ],
    };
    let flash = Flash {
        kind: FlashKind::Success,
        text: "Havainto poistettiin.".to_owned(),
        undo: Some(Undo {
            action: "#".to_owned(),
            label: t.say("common.undo").to_owned(),
        }),
    };
    shell
        .with_organisation(organisation, nav)
        .with_user(user)
        .with_crumbs(vec![
            Crumb::to("Salmela", "#"),
            Crumb::here(t.say("styleguide.title")),
        ])
        .with_flash(Some(flash))
}

const COLOURS: [(&str, &str); 8] = [
    ("ink", "#0c2340"),
    ("text", "#1c2b3f"),
    ("muted", "#47586d"),
    ("sea", "#0b5394"),
    ("sea-mid", "#7fb2dd"),
    ("sea-light", "#d9e8f5"),
    ("mist", "#f4f7fa"),
    ("light", "#ffc845"),
];

fn field_error(field: &str, text: &str) -> FieldError {
    FieldError {
        field: field.to_owned(),
        text: text.to_owned(),
    }
}

fn roles() -> Vec<Choice> {
    vec![
        Choice::new("elected", "Luottamushenkilöt")
            .with_hint("Valtuusto, hallitus ja lautakunnat")
            .chosen_if("elected"),
        Choice::new("management", "Johtoryhmä"),
        Choice::new("staff", "Henkilöstö").with_hint("Kaikki palvelussuhteessa olevat"),
    ]
}

fn scale(t: Texts, kept: &str) -> Vec<Choice> {
    let words = [
        ("yes", t.say("answer.yes")),
        ("partly", t.say("answer.partly")),
        ("no", t.say("answer.no")),
        ("unknown", t.say("answer.unknown")),
    ];
    words
        .into_iter()
        .map(|(value, label)| Choice::new(value, label).chosen_if(kept))
        .collect()
}

fn steps() -> Vec<Step> {
    let step = |label: &str, state, note: &str| Step {
        label: label.to_owned(),
        href: (state != StepState::NotStarted).then(|| "#".to_owned()),
        state,
        note: note.to_owned(),
    };
    vec![
        step("Valitse arvioinnin runko", StepState::Done, "3.2.2026"),
        step(
            "Kysely luottamushenkilöille",
            StepState::Current,
            "21 vastausta 43:sta",
        ),
        step(
            "Johdon haastattelut",
            StepState::Waiting,
            "arvioija varaa ajat",
        ),
        step(
            "Johdon yhteenveto ja päätösehdotukset",
            StepState::NotStarted,
            "",
        ),
    ]
}

fn figures() -> Vec<KeyFigure> {
    let figure = |value: &str, label: &str, note: &str| KeyFigure {
        value: value.to_owned(),
        label: label.to_owned(),
        note: note.to_owned(),
    };
    vec![
        figure(
            "6 / 9",
            "palvelua, joiden pisin siedettävä katko on sovittu",
            "viime vuonna 4 / 9",
        ),
        figure(
            "2–5 pv",
            "palkanmaksu seisoisi pahimmassa tapauksessa",
            "arvion vaihteluväli",
        ),
        figure("3", "päätöstä odottaa hallitusta", ""),
    ]
}

fn tabs() -> Vec<Tab> {
    let tab = |label: &str, current, count: &str| Tab {
        label: label.to_owned(),
        href: "#".to_owned(),
        current,
        count: count.to_owned(),
    };
    vec![
        tab("Tulokset", true, ""),
        tab("Havainnot", false, "14"),
        tab("Toimenpiteet", false, "5"),
    ]
}

fn differences() -> Vec<Difference> {
    vec![
        Difference {
            label: "Perustelu".to_owned(),
            mine: "Varmuuskopioiden palautus on harjoiteltu kerran.".to_owned(),
            saved: "Varmuuskopioiden palautusta ei ole harjoiteltu.".to_owned(),
            differs: true,
        },
        Difference {
            label: "Vastuuhenkilö".to_owned(),
            mine: "Tietohallintopäällikkö".to_owned(),
            saved: "Tietohallintopäällikkö".to_owned(),
            differs: false,
        },
    ]
}

#[cfg(test)]
mod tests {
    use askama::Template;
    use domain::Locale;
    use i18n::Texts;

    use super::StyleguidePage;
    use crate::kit::shell::Shell;

    #[test]
    fn renders_in_every_language() {
        for locale in Locale::ALL {
            let page = StyleguidePage::new(Shell::new(Texts::new(locale), "Tyyliopas"));
            let html = page.render().expect("template renders");
            assert_eq!(html.matches("<h1").count(), 1);
            assert!(!html.contains('⟦'), "missing text");
            assert!(
                !html.contains(" style="),
                "the policy refuses inline styles"
            );
        }
    }
}
