//! Judgements and actions as a workbook.

use domain::Edition;
use domain::assessment::{Effort, Round};
use domain::publicity::{Internal, Public};
use exchange::export::{Cell, Sheet, xlsx};
use i18n::Texts;
use jiff::civil::DateTime;
use reports::Judgement;

use super::clear::body;
use super::material::{Given, Material, given, material, permit};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::heavy::{Work, apart};

/// The workbook in the edition that the person gets.
pub(super) async fn workbook(cx: &OrgCx, round: &Round) -> Outcome<Vec<u8>> {
    permit::<Public>(cx, round)?;
    let material = material(cx, round.id, cx.locale()).await?;
    let created = cx.now().to_zoned(i18n::format::finland()).datetime();
    let sheets = match given(cx, round) {
        Given::Internal => sheets::<Internal>(&material),
        Given::Public | Given::NotReady => sheets::<Public>(&material),
    };
    write(sheets, created).await
}

async fn write(sheets: [Sheet; 2], created: DateTime) -> Outcome<Vec<u8>> {
    let written = apart(Work::Print, move || xlsx(&sheets, created)).await?;
    written.map_err(|error| Error::Report(Box::new(error)))
}

fn sheets<E: Edition>(material: &Material) -> [Sheet; 2] {
    let t = material.texts();
    [judgements::<E>(material, t), actions::<E>(material, t)]
}

fn headers(t: Texts, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| t.say(key).to_owned()).collect()
}

fn judgements<E: Edition>(material: &Material, t: Texts) -> Sheet {
    let picture = &material.picture;
    let rows = picture.framework.criteria().map(|(theme, criterion)| {
        let judged = picture.judgements.get(&criterion.id);
        let rationale = judged.and_then(|one| one.rationale.cleared::<E>());
        vec![
            Cell::from(theme.title.text(t.locale())),
            Cell::from(criterion.title.text(t.locale())),
            Cell::from(judged.map(|one| Judgement::from(one.level).word(t))),
            Cell::from(rationale.map(|text| text.to_string())),
        ]
    });
    Sheet {
        title: t.say("leadership.table.judgements").to_owned(),
        headers: headers(
            t,
            &[
                "report.theme",
                "report.criterion",
                "report.full.judged",
                "report.rationale",
            ],
        ),
        rows: rows.collect(),
    }
}

fn actions<E: Edition>(material: &Material, t: Texts) -> Sheet {
    let picture = &material.picture;
    let rows = picture.actions.iter().filter_map(|action| {
        let title = action.text.title().cleared::<E>()?;
        let theme = picture
            .framework
            .themes
            .iter()
            .find(|one| one.id == action.place.theme);
        let explained = action.text.body().cleared::<E>();
        Some(vec![
            Cell::from(title.to_string()),
            Cell::from(explained.map(|text| text.to_string())),
            Cell::from(theme.map(|one| one.title.text(t.locale()))),
            Cell::from(action.owner.as_deref()),
            Cell::from(body(action.decided_by, t)),
            Cell::from(effort(action.effort, t)),
            Cell::from(action.due_on),
        ])
    });
    Sheet {
        title: t.say("leadership.table.actions").to_owned(),
        headers: headers(
            t,
            &[
                "report.action",
                "leadership.table.explanation",
                "report.theme",
                "report.owner",
                "report.decides",
                "report.effort.title",
                "report.by",
            ],
        ),
        rows: rows.collect(),
    }
}

fn effort(effort: Effort, t: Texts) -> &'static str {
    t.say(match effort {
        Effort::Small => "report.effort.small",
        Effort::Medium => "report.effort.medium",
        Effort::Large => "report.effort.large",
    })
}
