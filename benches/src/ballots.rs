//! Survey submissions over HTTP: 64 phones that send their answers one after another.
//!
//! Every form is fetched first, for each has a code of its own; then the answers are sent and timed.
//! A submission counts when it is on disk. No baseline: no other survey tool seals its ballots. The
//! ratio is to the same server's `/healthz`, which does nothing.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use anyhow::{Context as _, ensure};

use crate::bench::{Bench, Goal, Measured, Outcome};
use crate::load::{Load, run, run_looking};
use crate::postgres::Databases;
use crate::product::Product;

pub(crate) const SQLITE: Bench = Bench {
    name: "ballots-sqlite",
    unit: "/s",
    goal: Goal::AtLeast(10_000.0),
    run: || measure(&[]),
};
pub(crate) const POSTGRES: Bench = Bench {
    name: "ballots-postgres",
    unit: "/s",
    goal: Goal::AtLeast(5_000.0),
    run: on_postgres,
};

/// The open survey of the demo.
const LINK: &str = "/survey/kokeile";

/// How many answer.
const PEOPLE: u64 = 20_000;

/// From how many networks: from one alone not so many are taken.
const NETWORKS: u64 = 2_000;

fn on_postgres() -> Outcome {
    let databases = Databases::create()?.context("TEST_POSTGRES_URL is not set")?;
    measure(&databases.environment())
}

fn measure(environment: &[(String, String)]) -> Outcome {
    let data = tempfile::tempdir()?;
    let product = Product::start_with(data.path(), environment)?;
    let floor = run(&healthz(&product), |_| Vec::new())?;
    let (forms, sample) = fetch(&product)?;
    let bodies: Vec<Vec<u8>> = forms.iter().map(|code| sample.body(code)).collect();
    let load = Load {
        requests: PEOPLE,
        headers: vec!["content-type: application/x-www-form-urlencoded".to_owned()],
        networks: NETWORKS,
        ..Load::new(product.address, LINK)
    };
    let answers = run(&load, move |n| {
        let at = usize::try_from(n).unwrap_or_default();
        bodies.get(at).cloned().unwrap_or_default()
    })?;
    ensure!(
        answers.refused == 0,
        "{} answers refused, first with {:?}",
        answers.refused,
        answers.first_refusal
    );
    Ok(Measured {
        value: answers.per_second(),
        baseline: Some(floor.per_second()),
        note: answers.note(),
    })
}

fn healthz(product: &Product) -> Load {
    Load {
        method: "GET",
        ..Load::new(product.address, "/healthz")
    }
}

/// What is alike in every form: the instrument's version, and an answer to each question.
pub(crate) struct Form {
    version: String,
    answers: BTreeMap<String, String>,
}

impl Form {
    /// Reads a form; the second option of every question is chosen.
    pub(crate) fn of(html: &str) -> Option<Self> {
        let mut options: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for input in html.split("<input type=radio name=").skip(1) {
            let (name, rest) = input.split_once(' ')?;
            let value = between(rest, "value=", ">")?.to_owned();
            options.entry(name.to_owned()).or_default().push(value);
        }
        Some(Self {
            version: between(html, "name=v value=", ">")?.to_owned(),
            answers: options
                .into_iter()
                .filter_map(|(name, values)| Some((name, values.into_iter().nth(1)?)))
                .collect(),
        })
    }

    pub(crate) fn body(&self, code: &str) -> Vec<u8> {
        let answers = self
            .answers
            .iter()
            .map(|(name, value)| format!("&{name}={value}"));
        let answers: String = answers.collect();
        format!("lang=fi&v={}&code={code}{answers}", self.version).into_bytes()
    }
}

pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}

/// Fetches a form for every person; their codes, and what is alike in them.
fn fetch(product: &Product) -> anyhow::Result<(Vec<String>, Form)> {
    let codes = Arc::new(Mutex::new(Vec::new()));
    let form = Arc::new(Mutex::new(None));
    let (kept, first) = (Arc::clone(&codes), Arc::clone(&form));
    let load = Load {
        method: "GET",
        requests: PEOPLE,
        ..Load::new(product.address, LINK)
    };
    run_looking(
        &load,
        |_| Vec::new(),
        move |answer| {
            let html = String::from_utf8_lossy(answer);
            let code = between(&html, "name=code value=\"", "\"").map(str::to_owned);
            if let (Some(code), Ok(mut kept)) = (code, kept.lock()) {
                kept.push(code);
            }
            if let Ok(mut first) = first.lock() {
                first.get_or_insert_with(|| html.into_owned());
            }
        },
    )?;
    let taken = |text: Option<String>| Form::of(&text?);
    let form = form.lock().ok().and_then(|mut one| taken(one.take()));
    let form = form.context("the demo's open survey shows no form")?;
    ensure!(!form.answers.is_empty(), "the form has no questions");
    let codes = codes.lock().map(|all| all.clone()).unwrap_or_default();
    ensure!(
        codes.len() as u64 == PEOPLE,
        "only {} forms had a code of their own",
        codes.len()
    );
    Ok((codes, form))
}
