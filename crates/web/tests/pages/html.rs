//! Reads the forms and links of a page, as a browser does before anybody types.

use std::collections::BTreeMap;

/// What one field of a form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Control {
    /// Kept from the page, such as a revision.
    Hidden,
    /// Typed: `text`, `email`, `date`, `textarea` and the like.
    Typed(&'static str),
    /// One of some: radio buttons or a list.
    OneOf,
    /// Any of some: checkboxes.
    AnyOf,
    /// A file.
    File,
    /// A button that says which one was pressed.
    Button,
}

/// A field: one per name, and per box for checkboxes and buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) control: Control,
    /// What is there when the page opens; nothing for a box that is not ticked.
    pub(crate) value: Option<String>,
    /// What may be chosen.
    pub(crate) choices: Vec<String>,
    /// Whether the browser insists on it.
    pub(crate) is_required: bool,
}

/// A form of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) is_post: bool,
    pub(crate) is_upload: bool,
    pub(crate) fields: Vec<Field>,
}

/// A start or end tag with its attributes, and the text after it.
pub(crate) struct Tag<'a> {
    pub(crate) name: &'a str,
    pub(crate) attributes: BTreeMap<&'a str, String>,
    pub(crate) after: &'a str,
}

impl Tag<'_> {
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        self.attributes.get(name).cloned()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.attributes.contains_key(name)
    }

    /// Whether an attribute has this value.
    pub(crate) fn is(&self, name: &str, value: &str) -> bool {
        self.attributes.get(name).is_some_and(|it| it == value)
    }
}

/// A text with its entities read.
pub(crate) fn decoded(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let Some((entity, beyond)) = after.split_once(';').filter(|(it, _)| it.len() < 8) else {
            plain.push('&');
            rest = after;
            continue;
        };
        let code = match entity {
            "amp" => Some(38),
            "lt" => Some(60),
            "gt" => Some(62),
            "quot" => Some(34),
            "nbsp" => Some(160),
            entity => entity.strip_prefix('#').and_then(number),
        };
        match code.and_then(char::from_u32) {
            Some(letter) => plain.push(letter),
            None => plain.extend(["&", entity, ";"]),
        }
        rest = beyond;
    }
    plain.push_str(rest);
    plain
}

fn number(text: &str) -> Option<u32> {
    match text.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}

fn attributes(mut rest: &str) -> BTreeMap<&str, String> {
    let mut found = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        let end = rest.find(|letter: char| letter == '=' || letter.is_whitespace());
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        if name.is_empty() {
            return found;
        }
        let (value, beyond) = match after.strip_prefix('=') {
            None => ("", after),
            Some(given) => match given.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => given.split_at(given.find(char::is_whitespace).unwrap_or(given.len())),
            },
        };
        found.insert(name, decoded(value));
        rest = beyond;
    }
}

/// The tags of a page in order. No attribute of the product's pages has `>` in it unescaped.
pub(crate) fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    html.split('<').skip(1).filter_map(|part| {
        let (inside, after) = part.split_once('>')?;
        let end = inside.find(char::is_whitespace).unwrap_or(inside.len());
        let (name, rest) = inside.split_at(end);
        Some(Tag {
            name,
            attributes: attributes(rest),
            after,
        })
    })
}

/// Every address that a page leads to by a link, a picture or a script.
pub(crate) fn links(html: &str) -> Vec<String> {
    let named = ["href", "src"];
    tags(html)
        .flat_map(|tag| named.map(|name| tag.get(name)))
        .flatten()
        .collect()
}

/// The forms of a page at this address.
pub(crate) fn forms(html: &str, here: &str) -> Vec<Form> {
    let mut found: Vec<Form> = Vec::new();
    let mut is_open = false;
    for tag in tags(html) {
        match tag.name {
            "form" => {
                is_open = true;
                found.push(form(&tag, here));
            }
            "/form" => is_open = false,
            _ if is_open => {
                if let Some(form) = found.last_mut() {
                    take(form, &tag);
                }
            }
            _ => {}
        }
    }
    found
}

fn form(tag: &Tag<'_>, here: &str) -> Form {
    Form {
        action: tag.get("action").unwrap_or_else(|| here.to_owned()),
        is_post: tag.get("method").is_some_and(|method| method == "post"),
        is_upload: tag.get("enctype").is_some(),
        fields: Vec::new(),
    }
}

fn take(form: &mut Form, tag: &Tag<'_>) {
    if tag.name == "option" {
        // An option belongs to the list before it.
        if let Some(list) = form.fields.last_mut() {
            let value = tag.get("value").unwrap_or_default();
            if tag.attributes.contains_key("selected") {
                list.value = Some(value.clone());
            }
            list.choices.push(value);
        }
        return;
    }
    let is_button = tag.name == "button";
    let Some(name) = tag.get("name").or_else(|| is_button.then(String::new)) else {
        return;
    };
    let value = tag.get("value");
    let is_on = tag.attributes.contains_key("checked");
    let chosen = |value: Option<String>| if is_on { value } else { None };
    let kind = tag.get("type").unwrap_or_default();
    let (control, value, choices) = match (tag.name, kind.as_str()) {
        ("select", _) => (Control::OneOf, None, vec![]),
        ("textarea", _) => {
            let text = decoded(tag.after.strip_prefix('\n').unwrap_or(tag.after));
            (Control::Typed("textarea"), Some(text), vec![])
        }
        ("button", _) => (Control::Button, value, vec![]),
        ("input", "hidden") => (Control::Hidden, value, vec![]),
        ("input", "file") => (Control::File, None, vec![]),
        ("input", "checkbox") => {
            let value = value.unwrap_or_else(|| "on".to_owned());
            (Control::AnyOf, chosen(Some(value.clone())), vec![value])
        }
        ("input", "radio") => {
            let value = value.unwrap_or_default();
            if let Some(group) = form.fields.iter_mut().find(|field| field.name == name) {
                group.value = group.value.take().or_else(|| chosen(Some(value.clone())));
                group.choices.push(value);
                return;
            }
            (Control::OneOf, chosen(Some(value.clone())), vec![value])
        }
        ("input", kind) => {
            let typed = ["date", "email", "password", "number", "url", "tel"];
            let kind = typed.into_iter().find(|it| *it == kind).unwrap_or("text");
            let is_number = tag.get("inputmode").is_some();
            let kind = if is_number { "number" } else { kind };
            (
                Control::Typed(kind),
                Some(value.unwrap_or_default()),
                vec![],
            )
        }
        _ => return,
    };
    form.fields.push(Field {
        name,
        control,
        value,
        choices,
        is_required: tag.attributes.contains_key("required"),
    });
}

/// What a browser sends when somebody fills every empty field with `say` of its name and sends the
/// form with its first button; `typed` are fields that this person fills otherwise.
pub(crate) fn filled(
    form: &Form,
    say: &dyn Fn(&str) -> String,
    typed: &[(&str, &str)],
) -> Vec<(String, String)> {
    let mut sent: Vec<(String, String)> = Vec::new();
    let is_typed = |name: &str| typed.iter().any(|(other, _)| *other == name);
    let mut buttons = form
        .fields
        .iter()
        .filter(|field| field.control == Control::Button);
    let pressed = buttons.next().filter(|button| !button.name.is_empty());
    for field in &form.fields {
        if is_typed(&field.name) {
            continue;
        }
        let value = field.value.clone().filter(|value| !value.is_empty());
        let value = match field.control {
            Control::Hidden => field.value.clone(),
            // A row of effects in which no threat is chosen stays empty.
            Control::Typed(_) if field.name.starts_with("less-") => value.or(Some(String::new())),
            Control::Typed(kind) => value.or_else(|| Some(example(kind, &field.name, say))),
            Control::OneOf => {
                let may_be = |choice: &&String| !field.is_required || !choice.is_empty();
                value.or_else(|| field.choices.iter().find(may_be).cloned())
            }
            Control::AnyOf => value,
            Control::Button if pressed == Some(field) => field.value.clone(),
            Control::Button | Control::File => None,
        };
        if let Some(value) = value {
            sent.push((field.name.clone(), value));
        }
    }
    sent.extend(
        typed
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    sent
}

fn example(kind: &str, name: &str, say: &dyn Fn(&str) -> String) -> String {
    match kind {
        "date" => "2027-05-03".to_owned(),
        "number" => "7".to_owned(),
        "email" => format!("{}@example.fi", name.replace('_', "-")),
        "password" => testkit::PASSWORD.to_owned(),
        _ => say(name),
    }
}

/// The visible words of a page: what stands between its tags, scripts and styles apart.
pub(crate) fn words(html: &str) -> String {
    let mut text = String::new();
    for tag in tags(html) {
        if !matches!(tag.name, "script" | "style") {
            text.push_str(&decoded(tag.after));
            text.push(' ');
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The errors at the fields of a page: the field's name and the sentence.
pub(crate) fn errors(html: &str) -> Vec<(String, String)> {
    let at_fields = html.split("<p class=\"field__error\"").skip(1);
    let errors = at_fields.map(|part| {
        let part = part.split("</p>").next().unwrap_or_default();
        let id = part
            .split("id=\"")
            .nth(1)
            .and_then(|it| it.split('"').next());
        let id = id.unwrap_or_default().trim_end_matches("-error").to_owned();
        let says = part.rsplit("</span>").next().unwrap_or_default();
        (id, decoded(says.trim()))
    });
    errors.collect()
}
