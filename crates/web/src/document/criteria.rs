//! Choosing which criteria a document gives evidence on, whatever the size of the framework.

use domain::framework::Framework;

use crate::extract::{Fields, Org};
use crate::kit::part::Choice;

/// A theme with its criteria, for one select.
pub(super) struct Group {
    pub(super) label: String,
    pub(super) criteria: Vec<Choice>,
}

/// The chosen criteria as check boxes and the others in one select.
pub(super) struct Criteria {
    pub(super) chosen: Vec<Choice>,
    pub(super) others: Vec<Group>,
}

/// What the form shows for these fields.
pub(super) fn criteria(org: &Org, framework: &Framework, fields: &Fields) -> Criteria {
    let locale = org.cx.locale();
    let ids = fields.all("criteria");
    let choice = |id: &str, title: &str| Choice::new(id, title);
    let chosen = framework
        .criteria()
        .filter(|(_, one)| ids.contains(&one.id))
        .map(|(theme, one)| {
            choice(&one.id, one.title.text(locale))
                .with_hint(theme.title.text(locale))
                .chosen_if(&one.id)
        })
        .collect();
    let others = framework.themes.iter().map(|theme| Group {
        label: theme.title.text(locale).to_owned(),
        criteria: theme
            .criteria
            .iter()
            .filter(|one| !ids.contains(&one.id))
            .map(|one| choice(&one.id, one.title.text(locale)))
            .collect(),
    });
    Criteria {
        chosen,
        others: others.filter(|group| !group.criteria.is_empty()).collect(),
    }
}

/// The chosen criteria of a sent form: the checked ones and the one selected to be added.
pub(super) fn typed(fields: &Fields) -> Vec<String> {
    let added = fields.text("add").to_owned();
    let checked = fields.all("criteria").iter().cloned();
    checked
        .chain((!added.is_empty()).then_some(added))
        .collect()
}
