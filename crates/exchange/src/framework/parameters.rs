//! Parameters of OSCAL controls, and filling them into texts.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::tree::Tree;
use crate::limits;

/// How deep parameters may stand inside parameters.
const NESTING: usize = 6;

/// Most characters that are looked at to fill the texts of a catalog.
const FILLING: usize = 4 * limits::FRAMEWORK_CHARS;

/// Every parameter of a catalog by id. Ids are unique within a catalog.
#[derive(Default)]
pub(super) struct Parameters<'a> {
    by_id: BTreeMap<String, &'a Tree>,
    /// Characters that were looked at to fill texts: a parameter is read each time it is named.
    looked_at: Cell<usize>,
}

impl<'a> Parameters<'a> {
    /// Collects parameters from a catalog, its groups and its controls.
    pub(super) fn of(catalog: &'a Tree) -> Self {
        let mut all = Self::default();
        let mut open = vec![catalog];
        let mut others = Vec::new();
        while let Some(owner) = open.pop() {
            for (id, parameter) in declared(owner) {
                all.by_id.entry(id).or_insert(parameter);
                let props = parameter.at("props").items().iter();
                let named = props.filter(|prop| prop.at("name").line() == "alt-identifier");
                others.extend(named.map(|prop| (prop.at("value").line(), parameter)));
            }
            for field in ["groups", "controls", "subcontrols"] {
                open.extend(owner.at(field).items());
            }
        }
        for (id, parameter) in others {
            all.by_id.entry(id).or_insert(parameter);
        }
        all
    }

    /// The text with every `{{ insert: param, id }}` filled in; ids without a parameter are kept
    /// in brackets and added to `unknown`.
    pub(super) fn filled(&self, text: &str, unknown: &mut BTreeSet<String>) -> String {
        let mut out = String::with_capacity(text.len());
        self.fill(text, &mut out, NESTING, unknown);
        if out.len() > limits::TEXT_CHARS {
            out = out.chars().take(limits::TEXT_CHARS).collect();
        }
        out
    }

    /// Whether more was asked for than any real catalog asks for: texts are no longer filled then.
    pub(super) fn are_spent(&self) -> bool {
        self.looked_at.get() > FILLING
    }

    fn look_at(&self, chars: usize) {
        let sum = self.looked_at.get().saturating_add(chars);
        self.looked_at.set(sum);
    }

    fn fill(&self, text: &str, out: &mut String, nesting: usize, unknown: &mut BTreeSet<String>) {
        self.look_at(text.len());
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("{{") {
            out.push_str(before);
            let Some((insert, behind)) = behind.split_once("}}") else {
                out.push_str("{{");
                rest = behind;
                continue;
            };
            rest = behind;
            // A text that grows without end inside itself is cut here and once more at the end.
            if out.len() > limits::TEXT_CHARS || self.are_spent() {
                return;
            }
            self.value(parameter_id(insert), out, nesting, unknown);
        }
        out.push_str(rest);
    }

    /// Writes the value of a parameter: its values, its choices or its label.
    fn value(&self, id: &str, out: &mut String, nesting: usize, unknown: &mut BTreeSet<String>) {
        let parameter = self.by_id.get(id).filter(|_| nesting > 0);
        let texts = |tree: &Tree| -> Vec<String> {
            tree.items()
                .iter()
                .map(Tree::line)
                .filter(|text| !text.is_empty())
                .collect()
        };
        let values = parameter
            .map(|one| texts(one.at("values")))
            .unwrap_or_default();
        let choices = parameter
            .map(|one| one.at("select"))
            .map(|select| [select.at("choice"), select.at("alternatives")])
            .map(|spellings| spellings.into_iter().flat_map(texts).collect::<Vec<_>>())
            .unwrap_or_default();
        let label = parameter
            .map(|one| one.at("label").line())
            .unwrap_or_default();
        self.look_at(values.iter().chain(&choices).map(String::len).sum());
        if !values.is_empty() {
            self.fill(&values.join(", "), out, nesting.saturating_sub(1), unknown);
        } else if !choices.is_empty() {
            out.push('[');
            self.fill(
                &choices.join(" / "),
                out,
                nesting.saturating_sub(1),
                unknown,
            );
            out.push(']');
        } else if !label.is_empty() {
            out.push('[');
            self.fill(&label, out, nesting.saturating_sub(1), unknown);
            out.push(']');
        } else {
            unknown.insert(id.to_owned());
            out.push('[');
            out.push_str(id);
            out.push(']');
        }
    }
}

/// The parameters that an item declares, with their ids. Drafts of the format called them otherwise
/// and gave them as a list or by id.
fn declared(owner: &Tree) -> Vec<(String, &Tree)> {
    let older = owner.at("parameters");
    let by_id = older.fields().map(|(id, one)| (id.to_owned(), one));
    let lists = owner.at("params").items().iter().chain(match older {
        Tree::List(items) => items.as_slice(),
        _ => &[],
    });
    lists
        .map(|one| (one.at("id").line(), one))
        .chain(by_id)
        .collect()
}

/// The id in ` insert: param, ac-1_prm_1 ` and in the older ` ac-1_prm_1 `.
fn parameter_id(insert: &str) -> &str {
    let insert = insert.trim();
    let insert = insert.strip_prefix("insert:").unwrap_or(insert).trim();
    insert
        .strip_prefix("param")
        .and_then(|rest| rest.trim_start().strip_prefix(','))
        .unwrap_or(insert)
        .trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::tree::json;

    fn filled(params: &str, text: &str) -> (String, usize) {
        let catalog = json(&format!("{{\"params\": {params}}}")).unwrap();
        let mut unknown = BTreeSet::new();
        let text = Parameters::of(&catalog).filled(text, &mut unknown);
        (text, unknown.len())
    }

    #[test]
    fn fills_values_choices_and_labels() {
        let params = r#"[{"id":"a","label":"time"},{"id":"b","select":{"choice":["daily","every {{ insert: param, a }}"]}},{"id":"c","values":["30 days"]}]"#;
        assert_eq!(
            filled(
                params,
                "x {{ insert: param, b }} {{c}} {{ insert: param, d }} {{ open"
            )
            .0,
            "x [daily / every [time]] 30 days [d] {{ open"
        );
        assert_eq!(filled(params, "{{ insert: param, d }}").1, 1);
    }

    #[test]
    fn reads_the_spellings_of_drafts() {
        let text = "{{ a }} or {{ b }}";
        let list = r#"{"parameters": [{"id":"a","label":"time"},
            {"id":"b","select":{"how-many":"one or more","alternatives":["x","y"]}}]}"#;
        let by_id = r#"{"parameters": {"a":{"label":"time"},"b":{"select":{"choice":["x","y"]}}}}"#;
        for catalog in [list, by_id] {
            let catalog = json(catalog).unwrap();
            let mut unknown = BTreeSet::new();
            let filled = Parameters::of(&catalog).filled(text, &mut unknown);
            assert_eq!((filled.as_str(), unknown.len()), ("[time] or [x / y]", 0));
        }
    }

    #[test]
    fn parameters_that_hold_themselves_end() {
        let insert = "{{ insert: param, a }} ".repeat(20);
        let params = format!(r#"[{{"id":"a","label":"{insert}"}}]"#);
        assert!(filled(&params, "{{ insert: param, a }}").0.len() <= limits::TEXT_CHARS);
    }
}
