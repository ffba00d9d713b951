//! A municipality's handbook in the demo: open to anyone, with a chair's introduction and facts.

use std::collections::BTreeMap;

use content::demo::Handbook;
use domain::audit::AuditKind;
use domain::handbook::{Field, OwnPart, PartKey, PartKind, Settings};
use domain::{Locale, Publicity};
use store::OrgStore;

use super::story::Story;
use crate::error::Outcome;

/// Writes what the municipality has made its own, and opens the handbook.
pub(super) async fn fill(
    story: &mut Story<'_>,
    org: &mut OrgStore,
    handbook: &Handbook,
) -> Outcome<()> {
    let stamp = story.stamp(handbook.on);
    let part = |kind, id: &str, fields: BTreeMap<Field, String>| OwnPart {
        key: PartKey::new(kind, id),
        locale: Locale::Fi,
        fields,
        basis: BTreeMap::new(),
        publicity: Publicity::Public,
        revision: 0,
    };
    let intro = BTreeMap::from([
        (Field::Title, handbook.title.clone()),
        (Field::Author, handbook.author.clone()),
        (Field::Body, handbook.text.clone()),
    ]);
    org.save_handbook_part(&part(PartKind::Intro, "main", intro), stamp)
        .await?;
    for (id, text) in &handbook.facts {
        let told = BTreeMap::from([(Field::Body, text.clone())]);
        org.save_handbook_part(&part(PartKind::Fact, id, told), stamp)
            .await?;
    }
    let settings = Settings {
        is_open: true,
        ..Settings::default()
    };
    org.save_handbook_settings(&settings, stamp).await?;
    story.note(handbook.on, AuditKind::HandbookChanged, "opened");
    Ok(())
}
