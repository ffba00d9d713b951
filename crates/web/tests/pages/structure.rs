//! What a screen reader, a keyboard and the content security policy need of a page, read from its
//! markup. The browser crawl with axe sees more, but only a few pages in one role; this sees every
//! page that a test opens.

use std::collections::BTreeSet;

use crate::html::{Tag, decoded, tags};

/// What is wrong with the markup of a page.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let all: Vec<Tag<'_>> = tags(html).collect();
    let checks = [
        headings, landmarks, fields, groups, targets, tables, pictures, spoken, inline,
    ];
    let mut wrong: Vec<String> = checks.iter().flat_map(|check| check(&all)).collect();
    wrong.sort();
    wrong.dedup();
    wrong
}

/// How a tag is told to whoever must mend it.
fn told(tag: &Tag<'_>) -> String {
    let known = ["id", "name", "href", "class"];
    let known = known.iter().find_map(|name| Some((name, tag.get(name)?)));
    known.map_or_else(
        || format!("<{}>", tag.name),
        |(name, value)| format!("<{} {name}={value}>", tag.name),
    )
}

/// A heading below another says how the page is divided: no level is left out on the way down.
fn headings(all: &[Tag<'_>]) -> Vec<String> {
    let level = |tag: &Tag<'_>| {
        let digit = tag.name.strip_prefix('h')?.parse::<u32>().ok()?;
        (1..=6).contains(&digit).then_some(digit)
    };
    let levels: Vec<u32> = all.iter().filter_map(level).collect();
    let mut wrong = Vec::new();
    if levels.first().is_none_or(|first| *first != 1) {
        wrong.push(format!("begins with a heading of level {levels:?}"));
    }
    for pair in levels.windows(2).filter(|pair| pair[1] > pair[0] + 1) {
        wrong.push(format!(
            "a heading of level {} follows {}",
            pair[1], pair[0]
        ));
    }
    wrong
}

/// One main part, to which the first link of the page leads past the navigation; navigations are
/// told apart by their names.
fn landmarks(all: &[Tag<'_>]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mains: Vec<&Tag<'_>> = all.iter().filter(|tag| tag.name == "main").collect();
    if mains.len() != 1 {
        wrong.push(format!("{} main parts", mains.len()));
    }
    let first = all.iter().find(|tag| tag.name == "a");
    let leads = first.and_then(|tag| tag.get("href")).unwrap_or_default();
    let main = mains.first().and_then(|tag| tag.get("id"));
    if main.is_some_and(|id| leads != format!("#{id}")) {
        wrong.push("the first link does not lead to the main part".to_owned());
    }
    let navs = all.iter().filter(|tag| tag.name == "nav");
    let unnamed = navs.filter(|tag| !tag.has("aria-label") && !tag.has("aria-labelledby"));
    wrong.extend(unnamed.map(|_| "a navigation without a name".to_owned()));
    wrong
}

/// Every field has a name: a label that points at it or surrounds it, or one of its own.
fn fields(all: &[Tag<'_>]) -> Vec<String> {
    let labels = all.iter().filter(|tag| tag.name == "label");
    let labelled: BTreeSet<String> = labels.filter_map(|tag| tag.get("for")).collect();
    let (mut wrong, mut within) = (Vec::new(), false);
    for tag in all {
        match tag.name {
            "label" => within = true,
            "/label" => within = false,
            "input" | "select" | "textarea" => {
                let is_seen = !["hidden", "submit"].iter().any(|it| tag.is("type", it));
                let has_label = tag.get("id").is_some_and(|id| labelled.contains(&id));
                let names_itself = tag.has("aria-label") || tag.has("aria-labelledby");
                if is_seen && !has_label && !names_itself && !within {
                    wrong.push(format!("{} has no label", told(tag)));
                }
            }
            _ => {}
        }
    }
    wrong
}

/// Choices of one question stand in a group that says the question.
fn groups(all: &[Tag<'_>]) -> Vec<String> {
    let (mut wrong, mut depth) = (Vec::new(), 0_u32);
    for (at, tag) in all.iter().enumerate() {
        match tag.name {
            "fieldset" => {
                depth += 1;
                let next = all.get(at + 1);
                if next.is_none_or(|next| next.name != "legend") && !tag.has("aria-label") {
                    wrong.push(format!("{} does not begin with a legend", told(tag)));
                }
            }
            "/fieldset" => depth = depth.saturating_sub(1),
            "input" if tag.is("type", "radio") && depth == 0 => {
                wrong.push(format!("{} is in no group", told(tag)));
            }
            _ => {}
        }
    }
    wrong
}

/// What points to a place of the page points to one that is there.
fn targets(all: &[Tag<'_>]) -> Vec<String> {
    let ids: BTreeSet<String> = all.iter().filter_map(|tag| tag.get("id")).collect();
    let mut wrong = Vec::new();
    for tag in all {
        for name in [
            "for",
            "aria-describedby",
            "aria-labelledby",
            "aria-controls",
        ] {
            let value = tag.get(name).unwrap_or_default();
            for id in value.split_whitespace().filter(|id| !ids.contains(*id)) {
                wrong.push(format!("{name} points to {id}, which is not there"));
            }
        }
        let href = tag.get("href").unwrap_or_default();
        if let Some(id) = href.strip_prefix('#') {
            // Styleguides and drawings use `#` alone.
            if !id.is_empty() && !ids.contains(id) {
                wrong.push(format!("a link leads to #{id}, which is not there"));
            }
        }
    }
    wrong
}

/// A table says what it is of, and each of its heads whether it is of a row or of a column.
fn tables(all: &[Tag<'_>]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (at, tag) in all.iter().enumerate() {
        match tag.name {
            "table" => {
                let inside = all[at..].iter().take_while(|tag| tag.name != "/table");
                let inside: Vec<&Tag<'_>> = inside.collect();
                let names_itself = tag.has("aria-label") || tag.has("aria-labelledby");
                if !names_itself && !inside.iter().any(|tag| tag.name == "caption") {
                    wrong.push(format!("{} has no caption", told(tag)));
                }
                if !inside.iter().any(|tag| tag.name == "th") {
                    wrong.push(format!("{} has no heads", told(tag)));
                }
            }
            "th" if !tag.has("scope") => {
                let says = decoded(tag.after.trim());
                wrong.push(format!("a head has no scope: {says}"));
            }
            _ => {}
        }
    }
    wrong
}

/// A drawing is told in words, or kept from those who cannot see it.
fn pictures(all: &[Tag<'_>]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (at, tag) in all.iter().enumerate() {
        match tag.name {
            "img" if !tag.has("alt") => wrong.push(format!("{} has no alt", told(tag))),
            "svg" if !tag.is("aria-hidden", "true") => {
                let inside = all[at + 1..].iter().take_while(|tag| tag.name != "/svg");
                let titles = inside.filter(|tag| tag.name == "title");
                let says = titles.map(|tag| tag.after.trim()).any(|it| !it.is_empty());
                let is_within_hidden = at > 0 && all[at - 1].is("aria-hidden", "true");
                // A drawing with links in it is a group with a name.
                let is_group = tag.is("role", "group") && tag.has("aria-label");
                let is_told = tag.is("role", "img") && (says || tag.has("aria-label"));
                if !is_told && !is_group && !is_within_hidden {
                    wrong.push(format!("{} is not told in words", told(tag)));
                }
            }
            _ => {}
        }
    }
    wrong
}

/// A link and a button say where they lead and what they do.
fn spoken(all: &[Tag<'_>]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (at, tag) in all.iter().enumerate() {
        let is_link = tag.name == "a" && tag.has("href");
        let is_button = tag.name == "button" && !tag.is("aria-hidden", "true");
        if !is_link && !is_button && tag.name != "summary" && tag.name != "option" {
            continue;
        }
        let end = format!("/{}", tag.name);
        let inside = all[at..].iter().take_while(|tag| tag.name != end);
        let says: String = inside.map(|tag| tag.after.trim()).collect();
        if says.is_empty() && !tag.has("aria-label") && !tag.has("label") {
            wrong.push(format!("{} says nothing", told(tag)));
        }
    }
    wrong
}

/// What the content security policy refuses stands on no page, and nothing of anybody else's is
/// loaded.
fn inline(all: &[Tag<'_>]) -> Vec<String> {
    let mut wrong = Vec::new();
    for tag in all.iter().filter(|tag| !tag.name.starts_with('/')) {
        for name in tag.attributes.keys() {
            if *name == "style" || (name.starts_with("on") && name.len() > 3) {
                wrong.push(format!("{} has {name}", told(tag)));
            }
        }
        let is_inline = match tag.name {
            "script" => !tag.has("src") && !tag.is("type", "application/json"),
            "style" => true,
            _ => false,
        };
        if is_inline && tag.get("nonce").is_none_or(|nonce| nonce.is_empty()) {
            wrong.push(format!("{} inside the page without a nonce", told(tag)));
        }
        let is_loaded = matches!(tag.name, "script" | "img" | "link" | "iframe" | "source");
        for address in ["src", "href"].iter().filter_map(|name| tag.get(name)) {
            if is_loaded && !address.starts_with('/') && !address.starts_with("data:") {
                wrong.push(format!("{} loads {address}", told(tag)));
            }
            if address.trim_start().starts_with("javascript:") {
                wrong.push(format!("{} is a script", told(tag)));
            }
        }
    }
    wrong
}

/// A page without a fault, with something put into its main part.
fn page(inside: &str) -> String {
    format!(
        "<!doctype html><html lang=\"fi\"><head><title>T</title></head><body>\
         <a href=\"#content\">Sisältöön</a><main id=\"content\"><h1>Otsikko</h1>{inside}</main></body></html>"
    )
}

#[test]
fn a_page_without_faults_has_none() {
    let good = "<h2>A</h2><h3>B</h3><h2>C</h2>\
        <nav aria-label=\"Sivut\"><a href=\"/x\">X</a></nav>\
        <label for=\"a\">A</label><input id=\"a\" name=\"a\" aria-describedby=\"a-hint\"><p id=\"a-hint\">V</p>\
        <label>B <input name=\"b\"></label><input type=\"hidden\" name=\"c\">\
        <fieldset><legend>K</legend><label><input type=\"radio\" name=\"d\" value=\"1\"> 1</label></fieldset>\
        <table><caption>T</caption><tr><th scope=\"col\">S</th></tr></table>\
        <svg role=\"img\" aria-labelledby=\"t\"><title id=\"t\">Kuva</title></svg><svg aria-hidden=\"true\"></svg>\
        <script src=\"/assets/app.js\"></script><img src=\"/k.png\" alt=\"\">";
    assert_eq!(faults(&page(good)), [] as [&str; 0]);
}

/// What is put into a page, and what is then found.
const PLANTED: &[(&str, &str)] = &[
    ("<h3>Taso puuttuu</h3>", "a heading of level 3 follows 1"),
    ("<main></main>", "2 main parts"),
    ("<nav></nav>", "a navigation without a name"),
    ("<input name=\"a\">", "<input name=a> has no label"),
    (
        "<select name=\"a\"></select>",
        "<select name=a> has no label",
    ),
    (
        "<textarea name=\"a\"></textarea>",
        "<textarea name=a> has no label",
    ),
    (
        "<fieldset id=\"k\"><p>A</p></fieldset>",
        "<fieldset id=k> does not begin with a legend",
    ),
    (
        "<label><input type=\"radio\" name=\"r\"> 1</label>",
        "<input name=r> is in no group",
    ),
    (
        "<p aria-describedby=\"x\">A</p>",
        "aria-describedby points to x, which is not there",
    ),
    (
        "<a href=\"#x\">A</a>",
        "a link leads to #x, which is not there",
    ),
    (
        "<table class=\"t\"><tr><th scope=\"col\">A</th></tr></table>",
        "<table class=t> has no caption",
    ),
    (
        "<table class=\"t\"><caption>A</caption></table>",
        "<table class=t> has no heads",
    ),
    (
        "<table><caption>A</caption><tr><th>Nimi</th></tr></table>",
        "a head has no scope: Nimi",
    ),
    ("<img src=\"/a.png\">", "<img> has no alt"),
    (
        "<svg class=\"s\"><path/></svg>",
        "<svg class=s> is not told in words",
    ),
    (
        "<svg class=\"s\" role=\"img\"><title></title></svg>",
        "<svg class=s> is not told in words",
    ),
    (
        "<a href=\"/x\"><svg aria-hidden=\"true\"></svg></a>",
        "<a href=/x> says nothing",
    ),
    (
        "<button name=\"b\"> </button>",
        "<button name=b> says nothing",
    ),
    (
        "<p class=\"p\" style=\"color: red\">A</p>",
        "<p class=p> has style",
    ),
    (
        "<p class=\"p\" onclick=\"x()\">A</p>",
        "<p class=p> has onclick",
    ),
    (
        "<script>x()</script>",
        "<script> inside the page without a nonce",
    ),
    (
        "<style nonce=\"\">a{}</style>",
        "<style> inside the page without a nonce",
    ),
    (
        "<script src=\"https://a.example/x.js\"></script>",
        "<script> loads https://a.example/x.js",
    ),
    (
        "<a href=\"javascript:x()\">A</a>",
        "<a href=javascript:x()> is a script",
    ),
];

#[test]
fn each_fault_that_is_planted_is_found() {
    for (planted, found) in PLANTED {
        assert_eq!(faults(&page(planted)), [*found], "{planted}");
    }
}
