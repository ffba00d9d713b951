//! Keeping and giving up: backups, the whole content as files, and erasing an organisation.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use axum::http::StatusCode;
use domain::identity::Role;
use tempfile::TempDir;
use testkit::TestApp;

use crate::stage::{Stage, WORD, refused_at, say, status, words};
use crate::town::Town;
use crate::visit::Site;

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_reads_how_backups_stand_and_asks_for_one() {
    let stage = Stage::empty().await;
    let operator = stage.site.operator("Yrjö Ylläpitäjä").await;
    let page = words(&operator, "/site/backups").await;
    assert!(page.contains(say("site.backup.state.not-set-up")), "{page}");
    assert!(!page.contains(say("site.backup.now")), "{page}");
    let refused = operator.post("/site/backups/now", &[]).await;
    assert!(refused.is_refused() || refused.status == StatusCode::CONFLICT);
    let place = TempDir::new().unwrap();
    let (test, _keys) = TestApp::new().await.keeping_backups(place.path());
    let site = Site::of(test);
    let operator = site.operator("Yrjö Ylläpitäjä").await;
    let page = words(&operator, "/site/backups").await;
    assert!(page.contains(say("site.backup.state.none")), "{page}");
    let asked = operator.post("/site/backups/now", &[]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    site.test.work().await;
    let page = words(&operator, "/site/backups").await;
    for key in ["state.good", "good", "not-opened", "never"] {
        assert!(
            page.contains(say(&format!("site.backup.{key}"))),
            "{key}: {page}"
        );
    }
}

/// Every file of a ZIP as bytes.
fn unpacked(bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (name, bytes)
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator_takes_everything_along_but_answers_and_the_roll() {
    let stage = Stage::whole().await;
    let other = Town::without_measures(&stage.site, "Naapurila", "Naapurinsana").await;
    let path = stage.town.at("export/file");
    assert_eq!(
        status(&stage.member(Role::Assessor).await, &path).await,
        403
    );
    assert_eq!(status(&other.guest, &path).await, 404);
    let reply = stage.town.guest.get(&path).await;
    assert_eq!(reply.header("content-type"), "application/zip");
    let files = unpacked(reply.bytes);
    let names: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let text = |name: &str| {
        let (_, bytes) = files.iter().find(|(of, _)| of == name).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    // Whatever table holds something of theirs is there, in both forms, and named in the index.
    let rows = stage.site.test.rows().await;
    let org = stage.town.org.id.to_string();
    let left_out = [
        "main.upload",
        "main.job",
        "main.survey_release",
        "main.letter_request",
    ];
    let theirs = rows
        .iter()
        .filter(|row| row.org == org && row.table.starts_with("main."));
    let tables: BTreeSet<&str> = theirs.map(|row| row.table.as_str()).collect();
    let index = text("index.txt");
    assert!(tables.len() > 15, "{tables:?}");
    for table in tables.into_iter().filter(|table| !left_out.contains(table)) {
        let table = table.trim_start_matches("main.");
        assert!(
            names.contains(&*format!("csv/{table}.csv")),
            "{table}: {names:?}"
        );
        assert!(names.contains(&*format!("json/{table}.json")), "{table}");
        assert!(index.contains(&format!(": {table},")), "{table}: {index}");
    }
    assert!(text("json/finding.json").contains(WORD));
    assert!(text("csv/people.csv").contains("@example.fi"));
    // Moments and people are those of the page, not numbers.
    assert!(text("json/finding.json").contains("\"2027-05-11T09:00:00Z\""));
    let findings = text("csv/finding.csv");
    for told in [";2027-05-11 12:00:00", &*stage.town.guest.name] {
        assert!(findings.contains(told), "{told}: {findings}");
    }
    for folder in ["pictures/", "surveys/"] {
        assert!(names.iter().any(|it| it.starts_with(folder)), "{names:?}");
    }
    // Nothing of the neighbour; no secret of a link or a code; nothing of the roll or of ballots.
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("Naapurinsana"), "{name}");
        assert!(!text.contains("token_hash"), "{name}");
    }
    for part in ["roll", "ballot", "sealed"] {
        assert!(names.iter().all(|name| !name.contains(part)), "{names:?}");
    }
    let log = words(&stage.town.guest, &stage.town.at("audit")).await;
    assert!(log.contains(say("audit.note.exported")), "{log}");
}

/// The id of an organisation in whatever form a row may hold it.
fn holds(text: &str, id: &str) -> bool {
    let plain: String = text.to_lowercase().chars().filter(|c| *c != '-').collect();
    plain.contains(id)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_organisation_is_gone_from_every_table_and_its_neighbour_is_untouched() {
    let stage = Stage::whole().await;
    let other = Town::without_measures(&stage.site, "Naapurila", "Naapurinsana").await;
    let operator = stage.site.operator("Yrjö Ylläpitäjä").await;
    let id = stage.town.org.id.to_string();
    let path = format!("/site/organisations/{id}/erase");
    let neighbour = other.org.id.to_string();
    let of = |rows: &[testkit::Row], org: &str| -> Vec<testkit::Row> {
        rows.iter().filter(|row| row.org == org).cloned().collect()
    };
    let before = stage.site.test.rows().await;
    assert!(of(&before, &id).len() > 50);
    // Told first; another name changes nothing; nobody else finds the page.
    let page = words(&operator, &path).await;
    assert!(
        page.contains(say("site.erase.goes")) && page.contains("Esimerkkilä"),
        "{page}"
    );
    assert_eq!(status(&stage.town.guest, &path).await, 404);
    let wrong = operator.post(&path, &[("name", "Naapurila")]).await;
    let says = refused_at(&wrong, "name");
    assert!(
        says.ends_with(say("error.organisation.other-name")),
        "{says}"
    );
    assert_eq!(of(&stage.site.test.rows().await, &id), of(&before, &id));
    let wrong = [("name", "Esimerkkilä"), ("password", "väärä salasana")];
    let wrong = operator.post(&path, &wrong).await;
    let says = refused_at(&wrong, "password");
    assert!(says.ends_with(say("error.password.current")), "{says}");
    assert_eq!(of(&stage.site.test.rows().await, &id), of(&before, &id));
    let sure = [("name", " esimerkkilä "), ("password", testkit::PASSWORD)];
    let done = operator.post(&path, &sure).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let after = stage.site.test.rows().await;
    let left: Vec<_> = after
        .iter()
        .filter(|row| row.org == id || holds(&row.text, &id))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    // A programme is of all who are in it, and others still are.
    let words_left: Vec<_> = after
        .iter()
        .filter(|row| row.text.contains(WORD) && row.table != "main.programme")
        .collect();
    assert!(words_left.is_empty(), "{words_left:?}");
    // What both took part in names the one that is gone no longer; all else of the neighbour is there.
    let kept = |rows: &[testkit::Row]| -> Vec<testkit::Row> {
        let all = of(rows, &neighbour).into_iter();
        all.filter(|row| !holds(&row.text, &id)).collect()
    };
    assert_eq!(kept(&after), kept(&before));
    let site = words(&operator, "/site").await;
    assert!(
        site.contains(say("site.erase.list")) && site.contains("Esimerkkilä"),
        "{site}"
    );
    assert_eq!(status(&operator, &path).await, 404);
    // Whoever was nowhere else can no longer sign in; the name is free again.
    assert_eq!(status(&stage.town.guest, &stage.town.at("")).await, 303);
}
