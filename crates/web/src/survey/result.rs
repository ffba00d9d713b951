//! Results of a closed survey.

use app::Error;
use app::survey::{
    Breakdown, Cell, ExportFormat, QuestionResult, Results, Tally, breakdown, results,
};
use askama::Template;
use axum::response::{IntoResponse, Response};
use content::{Kind, Question};
use domain::SurveyId;
use domain::identity::Permission;
use domain::survey::{Anonymity, Distribution, Level, ratio};
use i18n::Texts;

use super::link;
use crate::error::PageResult;
use crate::extract::{At, Org, Query};
use crate::kit::chart::{self, DistributionRow, Heading, Slice, Tone};
use crate::kit::part::{KeyFigure, Tab};
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, download};

/// `GET /{org}/surveys/{survey}/results`
#[derive(Template)]
#[template(path = "survey/results.html")]
struct ResultsPage {
    shell: Shell,
    lead: String,
    lost: String,
    /// What whoever reads the figures must know of who was invited, and of the roll.
    notes: Vec<String>,
    figures: Vec<KeyFigure>,
    is_thin: bool,
    tabs: Vec<Tab>,
    themes: Vec<Theme>,
    questions: Vec<chart::Distribution>,
    has_hidden: bool,
    texts: Vec<(String, Vec<String>)>,
    may_read_texts: bool,
    texts_href: String,
    csv: String,
    xlsx: String,
    /// Where imported answers are removed; empty when these are not, or stand for good.
    remove: String,
}

/// One theme: a chart and what it means in numbers.
struct Theme {
    title: String,
    chart: chart::Distribution,
    id: String,
    rows: Vec<[String; 4]>,
}

/// `GET /{org}/surveys/{survey}/results`
pub(super) async fn show(
    org: Org,
    At(id): At<SurveyId>,
    Query(query): Query,
) -> PageResult<Response> {
    let found = match results(&org.cx, id).await {
        Ok(found) => found,
        Err(Error::Refused(key)) => {
            let back = org.to(link::ALL, ());
            return Ok(go_with(&back, &Notice::refused(key)));
        }
        Err(other) => return Err(other.into()),
    };
    let by = query.text("by");
    let divided = if by.is_empty() {
        None
    } else {
        Some(breakdown(&org.cx, id, by).await?)
    };
    let texts = app::survey::released_texts(&org.cx, id).await?;
    Ok(Page(page(&org, &found, divided.as_ref(), texts)).into_response())
}

fn page(
    org: &Org,
    found: &Results,
    divided: Option<&Breakdown>,
    texts: Vec<(String, String)>,
) -> ResultsPage {
    let t = org.t();
    let id = found.survey.id;
    let all = || found.themes.iter().flat_map(|theme| &theme.questions);
    let lead = found
        .survey
        .closed_on
        .map(|day| t.with("survey.closed-on", &[("date", &t.date_long(day))]));
    ResultsPage {
        shell: org.shell(
            &found.survey.title,
            &[(t.say("survey.title"), org.to(link::ALL, ()))],
        ),
        lead: lead.unwrap_or_default(),
        lost: super::running::lost(t, found.lost, &found.survey),
        notes: notes(t, found),
        figures: figures(t, found),
        is_thin: found.answered == 0,
        tabs: tabs(org, t, found, divided),
        themes: if divided.is_some() {
            Vec::new()
        } else {
            themes(t, found)
        },
        questions: divided.map_or_else(Vec::new, |divided| by_group(t, divided)),
        has_hidden: divided.is_some() || all().any(|one| one.tally.exact().is_none()),
        texts: grouped(t, texts),
        may_read_texts: org.cx.may(Permission::SurveyManage) && !found.instrument.text.is_empty(),
        texts_href: org.to(link::TEXTS, id),
        csv: org.to(link::CSV, id),
        xlsx: org.to(link::XLSX, id),
        remove: if found.survey.is_imported()
            && found.round.is_open()
            && org.cx.may(Permission::Import)
        {
            org.to(crate::import::link::REMOVE, id)
        } else {
            String::new()
        },
    }
}

/// What whoever reads the figures must know of who was invited, and of the roll.
fn notes(t: Texts, found: &Results) -> Vec<String> {
    let survey = &found.survey;
    let mut notes = Vec::new();
    if let Some(beyond) = found.letters_beyond {
        let key = if beyond > 0 {
            "survey.result.letters-more"
        } else {
            "survey.result.letters-fewer"
        };
        let (letters, invited, n) = (survey.letters, survey.invited, beyond.abs());
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("letters", &letters), ("invited", &invited), ("n", &n)];
        notes.push(t.with(key, &values));
    }
    if survey.anonymity == Anonymity::Open && survey.opened_on.is_some() {
        notes.push(t.say("survey.result.doubles").to_owned());
        if survey.invited > 0 && found.answered > survey.invited {
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("n", &found.answered), ("invited", &survey.invited)];
            notes.push(t.with("survey.result.more-than-invited", &values));
        }
    }
    notes.push(super::running::purge(t, survey));
    notes.retain(|note| !note.is_empty());
    notes
}

fn figures(t: Texts, found: &Results) -> Vec<KeyFigure> {
    let minimum = t.number(found.survey.minimum_cell);
    let answered = KeyFigure {
        value: if found.answered == 0 {
            t.with("survey.open.fewer", &[("n", &minimum)])
        } else {
            t.number(found.answered)
        },
        label: t.say("survey.open.answers").to_owned(),
        note: if found.survey.invited > 0 {
            let invited = t.number(found.survey.invited);
            t.with("survey.result.of-invited", &[("n", &invited)])
        } else {
            String::new()
        },
    };
    // The question that the most cannot answer is the first thing leadership should hear.
    let all = found.themes.iter().flat_map(|theme| &theme.questions);
    let unknown = all
        .filter_map(|one| Some((one.tally.unknown_share()?, one.question)))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let mut figures = vec![answered];
    if let Some((share, question)) = unknown.filter(|(share, _)| *share > 0.0) {
        figures.push(KeyFigure {
            value: t.percent(share),
            label: t.say("survey.result.most-unknown").to_owned(),
            note: question.text.text(t.locale()).to_owned(),
        });
    }
    figures
}

fn tabs(org: &Org, t: Texts, found: &Results, divided: Option<&Breakdown>) -> Vec<Tab> {
    if found.backgrounds.is_empty() || found.answered == 0 {
        return Vec::new();
    }
    let path = org.to(link::RESULTS, found.survey.id);
    let mut tabs = vec![Tab {
        label: t.say("survey.result.everybody").to_owned(),
        href: path.clone(),
        current: divided.is_none(),
        count: String::new(),
    }];
    tabs.extend(found.backgrounds.iter().map(|by| Tab {
        label: by.text.text(t.locale()).to_owned(),
        href: path.clone().query(&[("by", &by.id)]),
        current: divided.is_some_and(|divided| divided.by.id == by.id),
        count: String::new(),
    }));
    tabs
}

fn themes(t: Texts, found: &Results) -> Vec<Theme> {
    (1..)
        .zip(&found.themes)
        .map(|(at, theme): (u32, _)| {
            let title = content::theme_title(&theme.theme, t.locale());
            let rows = theme
                .questions
                .iter()
                .map(|one| bar(t, one.question.text.text(t.locale()), &one.tally))
                .collect();
            Theme {
                chart: {
                    let chart = distribution(t, &format!("theme-{at}"), title, rows);
                    chart::Distribution {
                        heading: chart.heading.repeated(),
                        ..chart
                    }
                },
                id: format!("levels-{at}"),
                rows: theme.questions.iter().map(|one| numbers(t, one)).collect(),
                title: title.to_owned(),
            }
        })
        .collect()
}

fn by_group(t: Texts, divided: &Breakdown) -> Vec<chart::Distribution> {
    (1..)
        .zip(&divided.questions)
        .map(|(at, (question, groups)): (u32, _)| {
            let rows = groups
                .iter()
                .filter(|group| !group.group.is_empty() || group.tally != Tally::Hidden)
                .map(|group| bar(t, &group_name(t, divided.by, &group.group), &group.tally))
                .collect();
            let title = question.text.text(t.locale());
            distribution(t, &format!("question-{at}"), title, rows)
        })
        .collect()
}

/// What a group of a background question is called.
fn group_name(t: Texts, by: &Question, group: &str) -> String {
    let option = match &by.kind {
        Kind::Background { options } => options.iter().find(|one| one.id == group),
        Kind::Scale { .. } | Kind::Text => None,
    };
    option.map_or_else(
        || t.say("survey.result.unsaid").to_owned(),
        |option| option.text.text(t.locale()).to_owned(),
    )
}

const TONES: [(Level, Tone); 4] = [
    (Level::Yes, Tone::Full),
    (Level::Partly, Tone::Some),
    (Level::No, Tone::None),
    (Level::Unknown, Tone::Unknown),
];

fn distribution(
    t: Texts,
    id: &str,
    title: &str,
    rows: Vec<DistributionRow>,
) -> chart::Distribution {
    chart::Distribution {
        heading: Heading::new(id, title, "", t.say("kit.numbers")),
        heads: [
            t.say("survey.table.question").to_owned(),
            t.say("survey.table.n").to_owned(),
        ],
        legend: legend(t, rows.iter().any(|row| row.slices.len() > TONES.len())),
        rows,
    }
}

/// The answers, and what may not be shown where there is such.
fn legend(t: Texts, has_withheld: bool) -> Vec<(Tone, String)> {
    let answers = TONES
        .iter()
        .map(|(level, tone)| (*tone, content::answer(*level).text(t.locale()).to_owned()));
    let withheld = has_withheld.then(|| {
        let said = t.say("survey.result.withheld");
        (Tone::Withheld, said.to_owned())
    });
    answers.chain(withheld).collect()
}

/// One bar. Of a band as many are drawn as there are at least; those who may have answered one way or
/// another are drawn apart, as what may not be shown.
fn bar(t: Texts, label: &str, tally: &Tally) -> DistributionRow {
    let Some(n) = tally.n() else {
        return DistributionRow {
            label: label.to_owned(),
            n: "–".to_owned(),
            slices: Vec::new(),
            withheld: t.say("survey.result.hidden").to_owned(),
        };
    };
    let least = |level| tally.share(level).map_or(0.0, |(low, _)| low);
    let mut slices: Vec<Slice> = TONES
        .iter()
        .map(|(level, _)| Slice {
            share: least(*level),
            text: cell(t, tally.cell(*level)),
        })
        .collect();
    if tally.exact().is_none() {
        let shown: f64 = slices.iter().map(|slice| slice.share).sum();
        slices.push(Slice {
            share: (1.0 - shown).max(0.0),
            text: String::new(),
        });
    }
    DistributionRow {
        label: label.to_owned(),
        n: t.number(n),
        slices,
        withheld: String::new(),
    }
}

fn cell(t: Texts, cell: Option<Cell>) -> String {
    match cell {
        None => "–".to_owned(),
        Some(Cell::Count(count)) => t.number(count),
        Some(Cell::Between { low, high }) => format!("{}–{}", t.number(low), t.number(high)),
    }
}

/// Question, answers, share of "don't know", and level with its interval.
fn numbers(t: Texts, one: &QuestionResult) -> [String; 4] {
    let nothing = || "–".to_owned();
    let level = one
        .tally
        .exact()
        .and_then(interval)
        .map(|(mean, low, high)| {
            let values: [(&str, &dyn std::fmt::Display); 3] = [
                ("mean", &t.percent(mean)),
                ("low", &t.percent(low)),
                ("high", &t.percent(high)),
            ];
            t.with("survey.result.interval", &values)
        });
    [
        one.question.text.text(t.locale()).to_owned(),
        one.tally.n().map_or_else(nothing, |n| t.number(n)),
        one.tally
            .unknown_share()
            .map_or_else(nothing, |share| t.percent(share)),
        level.unwrap_or_else(nothing),
    ]
}

/// The least number of people with a stand for an interval to mean anything.
const INTERVAL_LEAST: i64 = 10;

/// The mean share in order with its 95 % interval, kept between 0 and 1.
fn interval(counts: Distribution) -> Option<(f64, f64, f64)> {
    let (mean, spread) = (counts.mean()?, counts.spread()?);
    if counts.stands() < INTERVAL_LEAST {
        return None;
    }
    let half = 1.96 * spread * ratio(1, counts.stands()).sqrt();
    Some((mean, (mean - half).max(0.0), (mean + half).min(1.0)))
}

/// Released texts under their questions.
fn grouped(t: Texts, texts: Vec<(String, String)>) -> Vec<(String, Vec<String>)> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (question, body) in texts {
        let title = content::question(&question)
            .map_or(question.as_str(), |one| one.text.text(t.locale()))
            .to_owned();
        match groups.iter_mut().find(|(name, _)| *name == title) {
            Some((_, bodies)) => bodies.push(body),
            None => groups.push((title, vec![body])),
        }
    }
    groups
}

/// `GET /{org}/surveys/{survey}/results.csv`
pub(super) async fn csv(org: Org, At(id): At<SurveyId>) -> PageResult<Response> {
    file(&org, id, ExportFormat::Csv).await
}

/// `GET /{org}/surveys/{survey}/results.xlsx`
pub(super) async fn xlsx(org: Org, At(id): At<SurveyId>) -> PageResult<Response> {
    file(&org, id, ExportFormat::Xlsx).await
}

async fn file(org: &Org, id: SurveyId, format: ExportFormat) -> PageResult<Response> {
    match app::survey::export(&org.cx, id, format).await {
        Ok(file) => Ok(download(&file.name, file.content_type, file.body)),
        Err(Error::Refused(key)) => Ok(go_with(&org.to(link::ALL, ()), &Notice::refused(key))),
        Err(other) => Err(other.into()),
    }
}
