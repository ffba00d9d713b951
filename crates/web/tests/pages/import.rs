//! Files brought in: what is taken is shown first.

use axum::http::{Method, StatusCode};
use domain::Locale;
use domain::identity::Role;
use i18n::Texts;

use crate::stage::{Stage, say, status};
use crate::visit::{Reply, Sent};

/// Answers of three respondents, as a survey tool exports them.
const ANSWERS: &str = "Vastaaja;Näkyykö digiturva kunnan strategiassa?\n1;Kyllä\n2;Ei\n3;Ei\n";

async fn bring(stage: &Stage, body: &str) -> Reply {
    let fields = vec![("instrument".to_owned(), "elected".to_owned())];
    let file = ("vastaukset.csv".to_owned(), body.as_bytes().to_vec());
    let path = stage.of_round("answers");
    stage
        .town
        .guest
        .send(Method::POST, &path, &Sent::File(fields, file))
        .await
}

#[tokio::test]
async fn a_file_is_looked_at_before_anything_is_saved() {
    let stage = Stage::planted().await;
    let before = stage.read(&stage.of_round("surveys")).await;
    let brought = bring(&stage, ANSWERS).await;
    assert_eq!(brought.status, StatusCode::SEE_OTHER);
    let account = stage.read(&brought.location).await;
    assert!(account.contains(say("import.nothing-yet")), "{account}");
    assert!(account.contains("vastaukset.csv"));
    // Nobody's single answer is shown.
    assert!(!account.contains("1 Kyllä"));
    assert_eq!(stage.read(&stage.of_round("surveys")).await, before);
}

#[tokio::test]
async fn what_is_taken_becomes_a_closed_survey() {
    let stage = Stage::planted().await;
    let brought = bring(&stage, ANSWERS).await;
    let taken = stage.fill(&brought.location, "/take", &[]).await;
    assert!(
        taken.status == StatusCode::SEE_OTHER && !taken.is_refused(),
        "{taken:?}"
    );
    assert_eq!(status(&stage.town.guest, &brought.location).await, 404);
}

#[tokio::test]
async fn what_is_discarded_is_gone() {
    let stage = Stage::planted().await;
    let brought = bring(&stage, ANSWERS).await;
    let gone = stage.fill(&brought.location, "/discard", &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert_eq!(status(&stage.town.guest, &brought.location).await, 404);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_says_so_and_offers_nothing_to_take() {
    let stage = Stage::planted().await;
    let brought = bring(&stage, "").await;
    let account = if brought.status.is_redirection() {
        stage.town.guest.follow(&brought).await.text()
    } else {
        brought.text()
    };
    assert!(!account.contains("/take\""), "{account}");
}

#[tokio::test]
async fn only_those_who_import_bring_files() {
    let stage = Stage::planted().await;
    for role in [Role::Leadership, Role::Elected, Role::Owner] {
        let guest = stage.member(role).await;
        assert_eq!(
            status(&guest, &stage.of_round("answers")).await,
            403,
            "{role:?}"
        );
    }
}

#[tokio::test]
async fn somebody_elses_file_is_not_shown() {
    let stage = Stage::planted().await;
    let brought = bring(&stage, ANSWERS).await;
    let assessor = stage.member(Role::Assessor).await;
    assert_eq!(status(&assessor, &brought.location).await, 404);
}

/// Nobody reads a page of thousands of rows, and drawing it would keep the server from the pages of
/// others.
#[tokio::test]
async fn of_much_that_is_taken_the_beginning_is_listed_and_the_rest_counted() {
    let stage = Stage::planted().await;
    let rows: Vec<String> = (0..1_200)
        .map(|at| format!("Palvelu {at};palvelu\n"))
        .collect();
    let rows = rows.concat();
    let file = (
        "palvelut.csv".to_owned(),
        format!("Nimi;Laji\n{rows}").into_bytes(),
    );
    let path = stage.town.at("services/import");
    let sent = Sent::File(Vec::new(), file);
    let brought = stage.town.guest.send(Method::POST, &path, &sent).await;
    let account = stage.read(&brought.location).await;
    let rest = Texts::new(Locale::Fi).count("import.taken-more", 200);
    assert!(account.contains("Palvelu 999") && !account.contains("Palvelu 1000"));
    assert!(account.contains(&rest), "{rest}");
}

#[tokio::test]
async fn answers_that_came_before_are_replaced_or_added_and_can_be_taken_away() {
    let stage = Stage::planted().await;
    let take = async |more: &[(&str, &str)]| {
        let brought = bring(&stage, ANSWERS).await;
        let account = stage.read(&brought.location).await;
        (account, stage.fill(&brought.location, "/take", more).await)
    };
    let (account, taken) = take(&[]).await;
    assert!(!account.contains(say("import.answers.replace")) && !taken.is_refused());
    let list = stage.read(&stage.of_round("surveys")).await;
    let (account, taken) = take(&[("again", "replace")]).await;
    assert!(account.contains(say("import.answers.replace")), "{account}");
    assert!(account.contains(say("import.answers.add")), "{account}");
    assert!(!taken.is_refused(), "{taken:?}");
    let count = |page: &str| page.matches("Tuotu:").count();
    let replaced = stage.read(&stage.of_round("surveys")).await;
    assert_eq!(
        count(&replaced),
        count(&list),
        "one took the place of the other"
    );
    let page = stage.town.guest.page(&stage.of_round("surveys")).await;
    let before = page.split(">Tuotu:").next().unwrap();
    let href = before
        .rsplit_once("href=\"")
        .unwrap()
        .1
        .trim_end_matches('"');
    let results = stage.town.guest.page(&format!("{href}/results")).await;
    assert!(results.contains(&format!("{href}/remove")), "{results}");
    let asked = stage.read(&format!("{href}/remove")).await;
    assert!(asked.contains(say("import.remove.explain")));
    let gone = stage.fill(&format!("{href}/remove"), "/remove", &[]).await;
    assert!(
        gone.status == StatusCode::SEE_OTHER && !gone.is_refused(),
        "{gone:?}"
    );
    let left = stage.read(&stage.of_round("surveys")).await;
    assert_eq!(count(&left), 0);
}
