//! The style guide's charts, with made-up numbers.

use i18n::Texts;

use crate::kit::chart::{
    Bar, Bars, Cell, Curve, CurveLimit, CurvePoint, Distribution, DistributionRow, DotMark, Dots,
    Frontier, FrontierPoint, Heading, IconArray, IntervalChart, IntervalRow, Matrix, MatrixRow,
    Slice, Tone, Trend, TrendPoint,
};

pub(super) fn distribution(t: Texts) -> Distribution {
    let legend = vec![
        (Tone::Full, t.say("answer.yes").to_owned()),
        (Tone::Some, t.say("answer.partly").to_owned()),
        (Tone::None, t.say("answer.no").to_owned()),
        (Tone::Unknown, t.say("answer.unknown").to_owned()),
    ];
    let row = |label: &str, n: &str, shares: [f64; 4]| DistributionRow {
        label: label.to_owned(),
        n: n.to_owned(),
        slices: shares
            .iter()
            .map(|share| Slice {
                share: *share,
                text: t.percent(*share),
            })
            .collect(),
        withheld: String::new(),
    };
    let withheld = DistributionRow {
        withheld: "Vastauksia on alle 5, joten tulosta ei näytetä.".to_owned(),
        slices: Vec::new(),
        ..row(
            "Tiedän, kuka johtaa kuntaa häiriön ensimmäisenä päivänä.",
            "4",
            [0.0; 4],
        )
    };
    Distribution {
        heading: Heading::new(
            "distribution",
            "Joka kolmas valtuutettu ei tiedä, onko palautumista harjoiteltu",
            "Varautumisen väittämissä ”en osaa sanoa” on yleisin vastaus.",
            t.say("kit.numbers"),
        ),
        heads: ["Väittämä".to_owned(), t.say("kit.answered").to_owned()],
        legend,
        rows: vec![
            row(
                "Digiturvallisuuden vastuut on määritelty hallintosäännössä.",
                "41",
                [0.46, 0.27, 0.07, 0.20],
            ),
            row(
                "Toipumissuunnitelmat on harjoiteltu viimeisen vuoden aikana.",
                "41",
                [0.12, 0.22, 0.32, 0.34],
            ),
            row(
                "Saan riittävästi tietoa päätösten digiturvallisuusvaikutuksista.",
                "40",
                [0.20, 0.45, 0.25, 0.10],
            ),
            withheld,
        ],
    }
}

pub(super) fn interval(t: Texts) -> IntervalChart {
    let row = |label: &str, mean: f64, low: f64, high: f64| IntervalRow {
        label: label.to_owned(),
        mean,
        low,
        high,
        mean_text: t.decimal(mean, 1),
        spread_text: format!("{}–{}", t.decimal(low, 1), t.decimal(high, 1)),
        n: "41".to_owned(),
        withheld: String::new(),
    };
    IntervalChart {
        heading: Heading::new(
            "interval",
            "Osaaminen arvioidaan heikoimmaksi",
            "Piste on keskiarvo, vaalea palkki vastausten vaihtelu.",
            t.say("kit.numbers"),
        ),
        heads: [
            t.say("kit.theme"),
            t.say("kit.mean"),
            t.say("kit.spread"),
            t.say("kit.answered"),
        ]
        .map(str::to_owned),
        axis: ["1", "2", "3", "4", "5"].map(str::to_owned).to_vec(),
        min: 1.0,
        max: 5.0,
        rows: vec![
            row("Riskienhallinta", 3.4, 2.6, 4.2),
            row(
                "Jatkuvuudenhallinta ja häiriötilanteisiin varautuminen",
                2.8,
                1.6,
                4.0,
            ),
            row("Osaaminen", 2.1, 1.7, 2.5),
        ],
    }
}

pub(super) fn bars(t: Texts) -> Bars {
    let bar = |label: &str, share: f64, before: f64| Bar {
        label: label.to_owned(),
        share,
        text: t.percent(share),
        before: Some((before, t.percent(before))),
    };
    Bars {
        heading: Heading::new(
            "bars",
            "Koulutukseen on osallistunut yhä useampi",
            "",
            t.say("kit.numbers"),
        ),
        heads: ["Toimielin", "2026", "2024"].map(str::to_owned),
        rows: vec![
            bar("Valtuusto", 0.63, 0.35),
            bar("Sivistys- ja hyvinvointilautakunta", 0.48, 0.40),
            bar("Hallitus", 1.0, 0.82),
        ],
    }
}

pub(super) fn icons() -> IconArray {
    IconArray {
        heading: Heading::new(
            "icons",
            "Palkanmaksu viivästyy yli viikon",
            "Sadasta samanlaisesta valtuustokaudesta näin kävisi 8–14 kaudella.",
            "",
        ),
        filled: 8,
        maybe: 6,
    }
}

/// Fifty losses that grow ever faster.
#[expect(clippy::disallowed_methods, reason = "a sample picture")]
pub(super) fn dots(t: Texts) -> Dots {
    let values: Vec<f64> = (0..50)
        .map(|n| 100.0 * (f64::from(n) / 16.0).exp())
        .collect();
    Dots {
        heading: Heading::new(
            "dots",
            "Mitä valtuustokausi maksaa",
            "Jokainen piste on kaksi valtuustokautta sadasta.",
            t.say("kit.numbers"),
        ),
        heads: ["Kausi".to_owned(), "Tuhatta euroa".to_owned()],
        values,
        max: 2_000.0,
        axis: ["0 €", "1 milj. €", "2 milj. €"]
            .map(str::to_owned)
            .to_vec(),
        marks: vec![DotMark {
            value: 1_000.0,
            label: "Valtuuston raja".to_owned(),
        }],
        rows: vec![("Tavallinen kausi".to_owned(), "470".to_owned())],
    }
}

#[expect(clippy::disallowed_methods, reason = "a sample picture")]
pub(super) fn curve(t: Texts) -> Curve {
    let point = |n: i32| {
        let x = f64::from(n) * 100.0;
        let share = (-x / 400.0).exp();
        CurvePoint {
            x,
            share,
            words: (format!("{x}"), t.percent(share)),
        }
    };
    Curve {
        heading: Heading::new(
            "curve",
            "Kuinka usein tappio ylittyy",
            "Yli miljoonan euron tappio tulee kahdeksassa kaudessa sadasta.",
            t.say("kit.numbers"),
        ),
        heads: ["Tuhatta euroa".to_owned(), "Kausista".to_owned()],
        points: (0..=20).map(point).collect(),
        max: 2_000.0,
        axis: ["0 €", "1 milj. €", "2 milj. €"]
            .map(str::to_owned)
            .to_vec(),
        scale: ["100/100", "50/100", "0/100"].map(str::to_owned),
        limits: vec![CurveLimit {
            x: 1_000.0,
            share: 0.05,
            label: "Valtuuston raja ylittyy".to_owned(),
            holds: false,
        }],
    }
}

pub(super) fn trend(t: Texts) -> Trend {
    let point = |label: &str, value: f64| TrendPoint {
        label: label.to_owned(),
        value,
        text: t.percent(value),
    };
    Trend {
        heading: Heading::new(
            "trend",
            "Vastuut tunnetaan aiempaa paremmin",
            "",
            t.say("kit.numbers"),
        ),
        heads: ["Kierros".to_owned(), t.say("kit.share").to_owned()],
        min: 0.0,
        max: 1.0,
        points: vec![
            point("2022", 0.31),
            point("2023", 0.38),
            point("2024", 0.36),
            point("2026", 0.58),
        ],
    }
}

pub(super) fn frontier(t: Texts) -> Frontier {
    let point = |cost: f64, loss: f64| FrontierPoint {
        cost,
        loss,
        texts: [cost, loss].map(|euros| t.decimal(euros, 0)),
    };
    Frontier {
        heading: Heading::new(
            "frontier",
            "Ensimmäinen raha auttaa eniten",
            "",
            t.say("kit.numbers"),
        ),
        heads: ["Kustannus, euroa".to_owned(), "Vahinko, euroa".to_owned()],
        points: vec![
            point(0.0, 400_000.0),
            point(20_000.0, 260_000.0),
            point(60_000.0, 190_000.0),
            point(150_000.0, 160_000.0),
        ],
        chosen: point(60_000.0, 190_000.0),
        chosen_label: "Valinta".to_owned(),
        most: ["200\u{a0}000", "400\u{a0}000"].map(str::to_owned),
        scale: (200_000.0, 400_000.0),
    }
}

pub(super) fn matrix(t: Texts) -> Matrix {
    let sources = ["source.survey", "source.interview", "source.document"];
    Matrix {
        id: "matrix".to_owned(),
        caption: "Teemat lähteittäin".to_owned(),
        theme: t.say("kit.theme").to_owned(),
        sources: sources.map(|key| t.say(key).to_owned()).to_vec(),
        rows: themes(t),
    }
}

fn themes(t: Texts) -> Vec<MatrixRow> {
    let nothing = || Cell {
        word: t.say("kit.no-data").to_owned(),
        ..Cell::default()
    };
    let continuity = vec![
        cell(
            0.42,
            "Osittain",
            &["n 41, vaihtelu suuri", "ei osaa sanoa 34\u{a0}%"],
        ),
        cell(0.9, "Kunnossa", &["7 mainintaa"]),
        cell(0.0, "Ei kunnossa", &["2 asiakirjaa"]),
    ];
    let duties = vec![
        cell(
            0.72,
            "Osittain",
            &["n 41, vaihtelu pieni", "ei osaa sanoa 12\u{a0}%"],
        ),
        cell(0.65, "Osittain", &["9 mainintaa"]),
        cell(1.0, "Kunnossa", &["3 asiakirjaa"]),
    ];
    let protection = vec![
        cell(0.5, "Osittain", &["n 40", "ei osaa sanoa 22\u{a0}%"]),
        nothing(),
        nothing(),
    ];
    let gap = "Johto arvioi, että palautus on testattu; asiakirjoista ei löydy pöytäkirjaa.";
    vec![
        theme("Jatkuvuus ja toipuminen", continuity, gap),
        theme("Vastuut ja johtaminen", duties, ""),
        theme("Tietosuoja", protection, ""),
    ]
}

fn theme(label: &str, cells: Vec<Cell>, gap: &str) -> MatrixRow {
    MatrixRow {
        label: label.to_owned(),
        href: "#".to_owned(),
        cells,
        gap: gap.to_owned(),
    }
}

fn cell(level: f64, word: &str, more: &[&str]) -> Cell {
    Cell {
        level: Some(level),
        word: word.to_owned(),
        more: more.iter().map(|line| (*line).to_owned()).collect(),
        href: "#".to_owned(),
        ..Cell::default()
    }
}
