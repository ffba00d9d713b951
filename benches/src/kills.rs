//! Kills: the server is ended in the middle of everything, a thousand times, and whatever it had
//! acknowledged must be there when it is back.
//!
//! Before each kill a survey is opened; while ballots come in, are mixed and the survey is closed,
//! while a judgement is edited and a file is imported, the process gets SIGKILL at a moment that the
//! round decides. Then it is started again on the same data, and what was acknowledged is looked for:
//! the ballots among the results, the last edit on its page, the import in the register. No baseline:
//! the goal is nought.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, ensure};

use crate::ballots::{Form, between};
use crate::bench::{Bench, Goal, Measured, Outcome};
use crate::postgres::Databases;
use crate::product::Product;
use crate::visitor::Visitor;

/// How often the server is killed.
const KILLS: u64 = 1_000;

/// Ballots that are in before the survey may close: with ten it has results.
const ENOUGH: u64 = 12;

/// Those who answer at a time.
const PHONES: u64 = 3;

const COORDINATOR: &str = "koordinaattori@esimerkkila.example";

pub(crate) const SQLITE: Bench = Bench {
    name: "kills-sqlite",
    unit: "lost",
    goal: Goal::AtMost(0.0),
    run: || measure(&[]),
};
pub(crate) const POSTGRES: Bench = Bench {
    name: "kills-postgres",
    unit: "lost",
    goal: Goal::AtMost(0.0),
    run: || {
        let databases = Databases::create()?.context("TEST_POSTGRES_URL is not set")?;
        measure(&databases.environment())
    },
};

fn measure(environment: &[(String, String)]) -> Outcome {
    let told = killed(KILLS, environment)?;
    let note = format!(
        "{KILLS} kills, acknowledged: {} ballots, {} edits, {} imports, {} closings",
        told.ballots, told.edits, told.imports, told.closings
    );
    Ok(Measured::of(number(told.lost)).noting(note))
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn number(count: u64) -> f64 {
    count as f64
}

/// What was acknowledged, and how much of it was not there afterwards.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Told {
    ballots: u64,
    edits: u64,
    imports: u64,
    closings: u64,
    lost: u64,
}

/// What is written to while the server is killed.
struct Desk {
    /// The path of the round, and of a criterion in its workspace.
    round: String,
    criterion: String,
    /// The revision of the judgement, and what it said last.
    revision: u64,
    said: String,
}

/// What came of one time.
#[derive(Debug, Default)]
struct Time {
    ballots: AtomicU64,
    edits: AtomicU64,
    is_imported: AtomicBool,
    is_closed: AtomicBool,
}

fn killed(times: u64, environment: &[(String, String)]) -> anyhow::Result<Told> {
    let data = tempfile::tempdir()?;
    let mut product = Product::start_with(data.path(), environment)?;
    let mut visitor = Visitor::sign_in(&product, COORDINATOR)?;
    let mut desk = desk(&visitor)?;
    let mut told = Told::default();
    for at in 0..times {
        let (survey, link) = survey(&visitor, &desk.round, at)?;
        let time = Time::default();
        std::thread::scope(|scope| {
            for _ in 0..PHONES {
                scope.spawn(|| answer(&visitor, &link, &time));
            }
            scope.spawn(|| close(&visitor, &survey, &time));
            scope.spawn(|| edit(&visitor, &desk, at, &time));
            scope.spawn(|| import(&visitor, at, &time));
            // Spread over the first half second, in which all of it happens.
            std::thread::sleep(Duration::from_millis(at * 37 % 500));
            product.kill();
        });
        product = Product::start_with(data.path(), environment)?;
        visitor = visitor.at(&product);
        look(
            &visitor,
            (&survey, &link),
            (&mut desk, at),
            (&time, &mut told),
        )?;
    }
    Ok(told)
}

fn desk(visitor: &Visitor) -> anyhow::Result<Desk> {
    let fields = [("title", "Kills"), ("framework", "luotsi"), ("due_on", "")];
    let round = visitor.send("/esimerkkila/rounds/new", &fields)?.location;
    let theme = format!("{round}/workspace/leadership");
    let page = String::from_utf8(visitor.read(&theme)?.bytes)?;
    let behind = between(&page, &format!("href=\"{theme}/"), "\"");
    let criterion = behind.context("the theme shows no criterion")?;
    Ok(Desk {
        criterion: format!("{theme}/{criterion}"),
        round,
        revision: 0,
        said: String::new(),
    })
}

/// Opens a survey; its page, and the link to answer it.
fn survey(visitor: &Visitor, round: &str, at: u64) -> anyhow::Result<(String, String)> {
    let title = format!("Kill {at}");
    let fields = [
        ("instrument", "elected-short"),
        ("title", title.as_str()),
        ("anonymity", "open"),
        ("invited", ""),
        ("closes_on", ""),
        ("minimum", "5"),
    ];
    let page = visitor
        .send(&format!("{round}/surveys/new"), &fields)?
        .location;
    visitor.send(&format!("{page}/open"), &[])?;
    let shown = String::from_utf8(visitor.read(&page)?.bytes)?;
    let code = between(&shown, "/survey/", "\"").or_else(|| between(&shown, "/survey/", "<"));
    let code = code.context("the survey shows no link")?;
    let code = code.split(['<', '"', ' ']).next().unwrap_or_default();
    Ok((page, format!("/survey/{code}")))
}

/// Answers until the survey is closed or the server is gone.
fn answer(visitor: &Visitor, link: &str, time: &Time) {
    while answer_once(visitor, link).is_ok() {
        time.ballots.fetch_add(1, Ordering::SeqCst);
    }
}

/// Casts a ballot, which is acknowledged unless this fails.
fn answer_once(visitor: &Visitor, link: &str) -> anyhow::Result<()> {
    let form = String::from_utf8(visitor.read(link)?.bytes)?;
    let code = between(&form, "name=code value=\"", "\"").context("no code")?;
    let sheet = Form::of(&form).context("no form")?;
    visitor.post(link, sheet.body(code))?;
    Ok(())
}

fn close(visitor: &Visitor, survey: &str, time: &Time) {
    while time.ballots.load(Ordering::SeqCst) < ENOUGH {
        if visitor.read("/healthz").is_err() {
            return;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    if visitor.send(&format!("{survey}/close"), &[]).is_ok() {
        time.is_closed.store(true, Ordering::SeqCst);
    }
}

/// What the n-th edit of a time says.
fn words(at: u64, n: u64) -> String {
    format!("edit-{at}-{n}-of-many")
}

fn edit(visitor: &Visitor, desk: &Desk, at: u64, time: &Time) {
    for n in 1.. {
        let revision = (desk.revision + n - 1).to_string();
        let said = words(at, n);
        let fields = [
            ("level", "partly"),
            ("rationale", said.as_str()),
            ("publicity", "internal"),
            ("revision", revision.as_str()),
        ];
        match visitor.send(&desk.criterion, &fields) {
            Ok(_) => time.edits.store(n, Ordering::SeqCst),
            Err(_) => return,
        }
    }
}

fn import(visitor: &Visitor, at: u64, time: &Time) {
    let file = format!("Nimi;Laji\nTuotu-{at}-palvelu;palvelu\n");
    let brought = visitor.upload("/esimerkkila/services/import", "palvelut.csv", &file);
    let taken = brought.and_then(|it| visitor.send(&format!("{}/take", it.location), &[]));
    time.is_imported.store(taken.is_ok(), Ordering::SeqCst);
}

/// Looks for everything that was acknowledged.
fn look(
    visitor: &Visitor,
    (survey, link): (&str, &str),
    (desk, at): (&mut Desk, u64),
    (time, told): (&Time, &mut Told),
) -> anyhow::Result<()> {
    let edits = time.edits.load(Ordering::SeqCst);
    told.edits += edits;
    told.lost += u64::from(!edited(visitor, desk, at, edits)?);
    if time.is_imported.load(Ordering::SeqCst) {
        told.imports += 1;
        let register = String::from_utf8(visitor.read("/esimerkkila/services")?.bytes)?;
        told.lost += u64::from(!register.contains(&format!("Tuotu-{at}-palvelu")));
    }
    let page = String::from_utf8(visitor.read(survey)?.bytes)?;
    let is_open = page.contains(&format!("action=\"{survey}/close\""))
        || page.contains(&format!("{survey}/close"));
    if time.is_closed.load(Ordering::SeqCst) {
        told.closings += 1;
        told.lost += u64::from(is_open);
    }
    if is_open {
        while time.ballots.load(Ordering::SeqCst) < ENOUGH {
            answer_once(visitor, link)?;
            time.ballots.fetch_add(1, Ordering::SeqCst);
        }
        visitor.send(&format!("{survey}/close"), &[])?;
    }
    let ballots = time.ballots.load(Ordering::SeqCst);
    told.ballots += ballots;
    let counted = counted(visitor, survey)?;
    ensure!(
        counted <= ballots + PHONES,
        "{counted} ballots were counted, {ballots} were acknowledged"
    );
    told.lost += ballots.saturating_sub(counted);
    Ok(())
}

/// Whether the last acknowledged edit is there, or one after it that was not acknowledged any more.
fn edited(visitor: &Visitor, desk: &mut Desk, at: u64, edits: u64) -> anyhow::Result<bool> {
    let page = String::from_utf8(visitor.read(&desk.criterion)?.bytes)?;
    let last = if edits == 0 {
        desk.said.clone()
    } else {
        words(at, edits)
    };
    let next = words(at, edits + 1);
    let (found, revision) = if page.contains(&next) {
        (Some(next), desk.revision + edits + 1)
    } else {
        (page.contains(&last).then_some(last), desk.revision + edits)
    };
    desk.revision = revision;
    let is_there = found.is_some();
    desk.said = found.unwrap_or_default();
    Ok(is_there)
}

/// How many ballots stand behind the results, by the file of them.
fn counted(visitor: &Visitor, survey: &str) -> anyhow::Result<u64> {
    let file = String::from_utf8(visitor.read(&format!("{survey}/results.csv"))?.bytes)?;
    let first = file.lines().nth(1).context("the results are empty")?;
    let fields: Vec<&str> = first.split(';').collect();
    let n = fields
        .iter()
        .find_map(|it| it.trim_matches('"').parse().ok());
    n.with_context(|| format!("no count in `{first}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three of the thousand, on SQLite and, where a server is named, on PostgreSQL.
    #[test]
    fn what_was_acknowledged_before_a_kill_is_there_after_it() {
        let mut environments = vec![Vec::new()];
        let databases = Databases::create().unwrap();
        environments.extend(databases.as_ref().map(Databases::environment));
        for environment in environments {
            let told = killed(3, &environment).unwrap();
            assert_eq!(told.lost, 0, "{told:?}");
            assert!(told.ballots >= 3 * ENOUGH, "{told:?}");
        }
    }
}
