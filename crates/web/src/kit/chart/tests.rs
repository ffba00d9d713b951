//! What holds for every chart: it is told in words, its numbers stand in a table, a text that is meant
//! to do harm is text, and a value that is none draws nothing outside.

use askama::Template;

use super::*;

const EVIL: &str = "\"><pahus>&";

fn heading(id: &str) -> Heading {
    Heading::new(
        id,
        &format!("Otsikko {EVIL}"),
        "Näin on.",
        "Luvut taulukkona",
    )
}

fn texts<const N: usize>(words: [&str; N]) -> [String; N] {
    words.map(str::to_owned)
}

fn bars(share: f64) -> Bars {
    Bars {
        heading: heading("k"),
        heads: texts(["Asia", "Nyt", "Ennen"]),
        rows: vec![
            Bar {
                label: format!("Ensin {EVIL}"),
                share,
                text: "31 %".to_owned(),
                before: Some((0.2, "20 %".to_owned())),
            },
            Bar {
                label: "Sitten".to_owned(),
                share: 0.5,
                text: "50 %".to_owned(),
                before: None,
            },
        ],
    }
}

fn distribution(share: f64) -> Distribution {
    let slice = |share: f64, text: &str| Slice {
        share,
        text: text.to_owned(),
    };
    Distribution {
        heading: heading("k"),
        heads: texts(["Kysymys", "Vastauksia"]),
        legend: vec![
            (Tone::Full, "Kyllä".to_owned()),
            (Tone::None, "Ei".to_owned()),
        ],
        rows: vec![
            DistributionRow {
                label: format!("Onko? {EVIL}"),
                n: "41".to_owned(),
                slices: vec![slice(share, "31"), slice(0.5, "10")],
                withheld: String::new(),
            },
            DistributionRow {
                label: "Salattu".to_owned(),
                n: String::new(),
                slices: vec![slice(0.9, "987"), slice(0.1, "654")],
                withheld: "Alle viisi vastaajaa".to_owned(),
            },
        ],
    }
}

fn interval(mean: f64) -> IntervalChart {
    let row = |label: &str, withheld: &str, mean: f64| IntervalRow {
        label: label.to_owned(),
        mean,
        low: mean - 1.0,
        high: mean + 1.0,
        mean_text: "31".to_owned(),
        spread_text: "20–40".to_owned(),
        n: "41".to_owned(),
        withheld: withheld.to_owned(),
    };
    IntervalChart {
        heading: heading("k"),
        heads: texts(["Asia", "Taso", "Väli", "Vastauksia"]),
        axis: vec!["0".to_owned(), "100".to_owned()],
        min: 0.0,
        max: 100.0,
        rows: vec![
            row(&format!("Taso {EVIL}"), "", mean),
            row("Salattu", "Alle viisi vastaajaa", 77.0),
        ],
    }
}

fn curve(x: f64) -> Curve {
    Curve {
        heading: heading("k"),
        heads: texts(["Tappio", "Kausia"]),
        points: vec![CurvePoint {
            x,
            share: 0.31,
            words: (format!("Yli miljoona {EVIL}"), "31 sadasta".to_owned()),
        }],
        max: 100.0,
        axis: vec!["0".to_owned(), "100".to_owned()],
        scale: texts(["100", "50", "0"]),
        limits: vec![
            CurveLimit {
                x: 10.0,
                share: 0.5,
                label: "Pitää".to_owned(),
                holds: true,
            },
            CurveLimit {
                x: 20.0,
                share: 0.1,
                label: "Ylittyy".to_owned(),
                holds: false,
            },
        ],
    }
}

fn dots(value: f64) -> Dots {
    Dots {
        heading: heading("k"),
        heads: texts(["Mitä", "Arvo"]),
        values: vec![value, 50.0],
        max: 100.0,
        axis: vec!["0".to_owned(), "100".to_owned()],
        marks: vec![
            DotMark {
                value: 30.0,
                label: "Raja".to_owned(),
            },
            DotMark {
                value: 900.0,
                label: "Kaukana".to_owned(),
            },
        ],
        rows: vec![(format!("Puolessa {EVIL}"), "31 %".to_owned())],
    }
}

fn trend(value: f64) -> Trend {
    let point = |label: &str, value: f64, text: &str| TrendPoint {
        label: label.to_owned(),
        value,
        text: text.to_owned(),
    };
    Trend {
        heading: heading("k"),
        heads: texts(["Vuosi", "Osuus"]),
        min: 0.0,
        max: 1.0,
        points: vec![
            point("2025", 0.2, "20 %"),
            point(&format!("2027 {EVIL}"), value, "31 %"),
        ],
    }
}

fn frontier(loss: f64) -> Frontier {
    let point = |cost: f64, loss: f64| FrontierPoint {
        cost,
        loss,
        texts: texts(["60 000", "31 000"]),
    };
    Frontier {
        heading: heading("k"),
        heads: texts(["Kustannus", "Vahinko"]),
        points: vec![point(0.0, 100.0), point(60.0, loss)],
        chosen: point(60.0, loss),
        chosen_label: format!("Valinta {EVIL}"),
        most: texts(["100 000", "100 000"]),
        scale: (100.0, 100.0),
    }
}

/// Every chart that has numbers, with one of its values.
fn all(value: f64) -> Vec<(&'static str, String)> {
    let drawn = [
        ("bars", bars(value).render()),
        ("distribution", distribution(value).render()),
        ("interval", interval(value).render()),
        ("curve", curve(value).render()),
        ("dots", dots(value).render()),
        ("trend", trend(value).render()),
        ("frontier", frontier(value).render()),
    ];
    drawn.map(|(name, html)| (name, html.unwrap())).to_vec()
}

/// The texts of these elements.
fn inside<'a>(html: &'a str, tag: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let parts = html.split(open.as_str()).skip(1);
    parts
        .filter_map(|part| {
            let (_, rest) = part.split_once('>')?;
            rest.split(close.as_str()).next()
        })
        .collect()
}

#[test]
fn every_drawing_has_a_title_and_a_description_that_belong_to_it() {
    for (name, html) in all(0.31) {
        let drawings = html.matches("role=\"img\"").count();
        assert!(drawings > 0, "{name}");
        assert_eq!(inside(&html, "title").len(), drawings, "{name}");
        let told = inside(&html, "desc");
        assert_eq!(told.len(), drawings, "{name}");
        assert!(
            told.iter().all(|it| !it.trim().is_empty()),
            "{name}: {told:?}"
        );
        let mut ids: Vec<&str> = html.split(" id=\"").skip(1).collect();
        for id in &mut ids {
            *id = id.split('"').next().unwrap();
        }
        for pointed in html.split("aria-labelledby=\"").skip(1) {
            for id in pointed.split('"').next().unwrap().split(' ') {
                assert!(ids.contains(&id), "{name} points to {id}");
            }
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}: an id stands twice");
    }
}

#[test]
fn every_number_of_a_drawing_stands_in_its_table() {
    for (name, html) in all(0.31) {
        let tables = inside(&html, "table");
        assert_eq!(tables.len(), 1, "{name}");
        let table = tables[0];
        assert!(table.contains("31"), "{name}: {table}");
        assert_eq!(inside(table, "caption").len(), 1, "{name}");
        let heads = inside(table, "thead")[0].matches("scope=\"col\"").count();
        assert!(heads >= 2, "{name}");
        let rows: Vec<&str> = inside(table, "tr").into_iter().skip(1).collect();
        assert!(!rows.is_empty(), "{name}");
        for row in rows {
            assert_eq!(row.matches("scope=\"row\"").count(), 1, "{name}: {row}");
            let wide: usize = row
                .split("colspan=\"")
                .skip(1)
                .map(|it| it.split('"').next().unwrap().parse::<usize>().unwrap() - 1)
                .sum();
            let cells = row.matches("<td").count() + 1 + wide;
            assert_eq!(cells, heads, "{name}: {row}");
        }
    }
}

#[test]
fn a_text_that_is_meant_to_do_harm_is_only_text() {
    for (name, html) in all(0.31) {
        assert!(!html.contains("<pahus"), "{name}");
        assert!(html.contains("&#60;pahus&#62;"), "{name}");
    }
}

#[test]
fn a_value_that_is_none_is_drawn_inside_and_never_as_a_word() {
    for value in [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        -1e300,
        1e300,
        0.0,
    ] {
        for (name, html) in all(value) {
            for word in ["NaN", "inf", "e300"] {
                assert!(!html.contains(word), "{name} {value}: {word}");
            }
            let shares = html.split("%\"").filter_map(|it| it.rsplit('"').next());
            for share in shares.filter_map(|it| it.parse::<f64>().ok()) {
                assert!((0.0..=100.0).contains(&share), "{name} {value}: {share}");
            }
        }
    }
}

#[test]
fn what_is_withheld_is_neither_drawn_nor_told_nor_in_the_table() {
    let html = distribution(0.31).render().unwrap();
    assert!(!html.contains("987") && !html.contains("654"), "{html}");
    assert_eq!(html.matches("Alle viisi vastaajaa").count(), 2);
    assert_eq!(html.matches("role=\"img\"").count(), 1);
    let html = interval(50.0).render().unwrap();
    let table = inside(&html, "table")[0];
    let row = inside(table, "tr")
        .into_iter()
        .find(|row| row.contains("Salattu"))
        .unwrap();
    assert!(!row.contains("31") && !row.contains("20–40"), "{row}");
    assert_eq!(html.matches("role=\"img\"").count(), 1);
    // The mean of what is withheld stands nowhere as a place either.
    assert!(!html.contains("76.19%"), "{html}");
}

#[test]
fn a_chart_without_a_comparison_has_no_column_for_one() {
    let mut chart = bars(0.31);
    let html = chart.render().unwrap();
    assert!(html.contains("<desc") && html.contains("Ennen 20 %"));
    chart.rows[0].before = None;
    let html = chart.render().unwrap();
    assert!(!html.contains("Ennen"), "{html}");
    assert_eq!(inside(&html, "thead")[0].matches("<th").count(), 2);
}

#[test]
fn a_small_slice_shows_no_number_that_has_no_room_but_tells_it() {
    let html = distribution(0.02).render().unwrap();
    let drawn = inside(&html, "text");
    assert_eq!(drawn, ["10"], "{drawn:?}");
    assert!(inside(&html, "desc")[0].contains("Kyllä 31"));
}

#[test]
fn a_limit_beyond_the_axis_is_told_and_not_drawn() {
    let html = dots(10.0).render().unwrap();
    // One line in the drawing, and one in front of each of two labels.
    assert_eq!(html.matches("class=\"mark\"").count(), 3);
    assert!(html.contains("Kaukana"));
    let html = curve(10.0).render().unwrap();
    assert_eq!(
        html.matches("curve__limit--over").count(),
        2,
        "in the drawing and beside it"
    );
    assert!(html.contains("Ylittyy") && html.contains("Pitää"));
}

#[test]
fn a_trend_of_one_moment_or_of_none_is_no_line() {
    let mut chart = trend(0.31);
    assert_eq!(
        chart.render().unwrap().matches("class=\"trend\"").count(),
        1
    );
    chart.points.pop();
    let html = chart.render().unwrap();
    assert_eq!(html.matches("class=\"trend\"").count(), 0);
    assert_eq!(html.matches("trend-dot--last").count(), 1);
    chart.points.pop();
    let html = chart.render().unwrap();
    assert_eq!(html.matches("<circle").count(), 0);
}

#[test]
fn icons_are_a_hundred_whatever_is_asked_and_say_the_sentence() {
    for (filled, maybe, on, shaded) in [
        (31, 12, 31, 12),
        (0, 0, 0, 0),
        (100, 0, 100, 0),
        (90, 200, 90, 10),
    ] {
        let chart = IconArray {
            heading: heading("k"),
            filled,
            maybe,
        };
        let html = chart.render().unwrap();
        assert_eq!(html.matches("<circle").count(), 100);
        assert_eq!(html.matches("icon-on").count(), on);
        assert_eq!(html.matches("icon-maybe").count(), shaded);
        // Once for those who see it and once for those who hear it.
        assert_eq!(html.matches("Näin on.").count(), 2);
        assert!(!html.contains("<pahus"));
    }
}

fn matrix() -> Matrix {
    let cell = |level: Option<f64>, word: &str, href: &str| Cell {
        level,
        word: word.to_owned(),
        more: vec![format!("n 41 {EVIL}")],
        href: href.to_owned(),
        ..Cell::default()
    };
    let row = |label: &str, gap: &str| MatrixRow {
        label: label.to_owned(),
        href: String::new(),
        cells: vec![
            cell(Some(0.42), "Osittain", "/x"),
            cell(None, "Ei tietoa", ""),
        ],
        gap: gap.to_owned(),
    };
    Matrix {
        id: "m".to_owned(),
        caption: "Teemat".to_owned(),
        theme: "Teema".to_owned(),
        sources: vec!["Kysely".to_owned(), "Haastattelut".to_owned()],
        rows: vec![
            row("Vastuut", ""),
            row("Palautus", "Lähteet ovat eri mieltä"),
        ],
    }
}

#[test]
fn the_matrix_says_every_level_in_a_word_and_its_source_in_each_cell() {
    let html = matrix().render().unwrap();
    assert_eq!(html.matches("data-label=\"Kysely\"").count(), 2);
    assert_eq!(html.matches("data-label=\"Haastattelut\"").count(), 2);
    assert_eq!(html.matches("Osittain").count(), 2);
    assert_eq!(html.matches("Ei tietoa").count(), 2);
    assert!(!html.contains("<pahus"));
    // What the sources disagree about stands under its own row, as wide as the table.
    let after = html.split("Palautus").nth(1).unwrap();
    assert!(after.contains("colspan=\"3\"") && after.contains("Lähteet ovat eri mieltä"));
    assert_eq!(html.matches("matrix__say").count(), 1);
    // A cell that leads somewhere leads by its word; one that leads nowhere is no link.
    assert_eq!(html.matches("href=\"/x\"").count(), 2);
    assert_eq!(html.matches("<a ").count(), 2);
}
