//! Values that the macros of `templates/kit/` draw.

/// Leads somewhere.
#[derive(Clone, Debug)]
pub struct Link {
    /// Text of the link.
    pub label: String,
    /// Address.
    pub href: String,
}

impl Link {
    /// Builds a link.
    pub fn new(label: &str, href: &str) -> Self {
        Self {
            label: label.to_owned(),
            href: href.to_owned(),
        }
    }
}

/// Is one entry of the main navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Text of the entry.
    pub label: String,
    /// Address.
    pub href: String,
    /// True for the part of the service the page belongs to.
    pub current: bool,
    /// How many things wait there, already formatted.
    pub count: Option<String>,
}

impl NavItem {
    /// Builds an entry that is not current and counts nothing.
    pub fn new(label: &str, href: &str) -> Self {
        Self {
            label: label.to_owned(),
            href: href.to_owned(),
            current: false,
            count: None,
        }
    }

    /// Marks the entry as the current one, when it is.
    #[must_use]
    pub fn current_if(mut self, current: bool) -> Self {
        self.current = current;
        self
    }

    /// Adds a count.
    #[must_use]
    pub fn with_count(mut self, count: &str) -> Self {
        self.count = Some(count.to_owned());
        self
    }
}

/// Is one step of the path to a page; the page itself has no address.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// Name of the page.
    pub label: String,
    /// Address, or nothing for the page itself.
    pub href: Option<String>,
}

impl Crumb {
    /// Builds a step that leads somewhere.
    pub fn to(label: &str, href: &str) -> Self {
        Self {
            label: label.to_owned(),
            href: Some(href.to_owned()),
        }
    }

    /// Builds the last step, the page itself.
    pub fn here(label: &str) -> Self {
        Self {
            label: label.to_owned(),
            href: None,
        }
    }
}

/// Is one option of a select, radio group or checkbox group.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub label: String,
    /// An explanation under the label; may be empty.
    pub hint: String,
    /// True when chosen.
    pub chosen: bool,
    /// Heading that opens before it in a list; empty when none does.
    pub opens: String,
    /// True when the heading's choices end with it.
    pub closes: bool,
}

impl Choice {
    /// Builds an option that is not chosen.
    pub fn new(value: &str, label: &str) -> Self {
        Self {
            value: value.to_owned(),
            label: label.to_owned(),
            hint: String::new(),
            chosen: false,
            opens: String::new(),
            closes: false,
        }
    }

    /// Adds an explanation.
    #[must_use]
    pub fn with_hint(mut self, hint: &str) -> Self {
        hint.clone_into(&mut self.hint);
        self
    }

    /// Marks the option as chosen when its value is the one kept.
    #[must_use]
    pub fn chosen_if(mut self, kept: &str) -> Self {
        self.chosen = self.value == kept;
        self
    }
}

/// Is one entry of the error summary.
#[derive(Clone, Debug)]
pub struct FieldError {
    /// Id of the field, which is its name.
    pub field: String,
    /// What is wrong and what to do.
    pub text: String,
}

/// Is one tab, which is a link to a page of its own.
#[derive(Clone, Debug)]
pub struct Tab {
    /// Text of the tab.
    pub label: String,
    /// Address.
    pub href: String,
    /// True for the tab that is shown.
    pub current: bool,
    /// How many things are behind it, already formatted; may be empty.
    pub count: String,
}

/// Is one figure with its meaning.
#[derive(Clone, Debug)]
pub struct KeyFigure {
    /// The figure, already formatted.
    pub value: String,
    /// What it counts.
    pub label: String,
    /// What it is compared with, or its uncertainty; may be empty.
    pub note: String,
}

/// Is one step of a progress list.
#[derive(Clone, Debug)]
pub struct Step {
    /// What is to be done.
    pub label: String,
    /// Address, or nothing when the step cannot be opened yet.
    pub href: Option<String>,
    /// How far it is.
    pub state: StepState,
    /// Whom it waits for, or when it was done; may be empty.
    pub note: String,
}

/// Tells how far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Finished.
    Done,
    /// Under way.
    Current,
    /// Waits for someone.
    Waiting,
    /// Nobody has begun.
    NotStarted,
}

impl StepState {
    /// Returns the part of the class name.
    pub fn css(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "current",
            Self::Waiting => "waiting",
            Self::NotStarted => "later",
        }
    }

    /// Returns the key of the word that names the state.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Done => "kit.step-done",
            Self::Current => "kit.step-current",
            Self::Waiting => "kit.step-waiting",
            Self::NotStarted => "kit.step-not-started",
        }
    }
}

/// Is one entry of a page list.
#[derive(Clone, Debug)]
pub struct PageLink {
    /// Number of the page, or nothing for a gap.
    pub number: Option<u32>,
    /// Address.
    pub href: String,
    /// True for the page that is shown.
    pub current: bool,
}

/// Leads to the other pages of a long list.
#[derive(Clone, Debug)]
pub struct Pages {
    /// Address of the previous page.
    pub previous: Option<String>,
    /// Address of the next page.
    pub next: Option<String>,
    /// Numbers and gaps in order.
    pub links: Vec<PageLink>,
}

impl Pages {
    /// Builds links for page `current` of `last`; `address` is the address up to the number.
    ///
    /// Shows the first, the last and the neighbours of the current page; the rest are gaps.
    pub fn new(current: u32, last: u32, address: &str) -> Self {
        let href = |number: u32| format!("{address}{number}");
        let near = |number: u32| number == 1 || number == last || number.abs_diff(current) <= 1;
        let mut links: Vec<PageLink> = Vec::new();
        for number in 1..=last {
            if near(number) {
                links.push(PageLink {
                    number: Some(number),
                    href: href(number),
                    current: number == current,
                });
            } else if links.last().is_some_and(|link| link.number.is_some()) {
                links.push(PageLink {
                    number: None,
                    href: String::new(),
                    current: false,
                });
            }
        }
        Self {
            previous: (current > 1).then(|| href(current.saturating_sub(1))),
            next: (current < last).then(|| href(current.saturating_add(1))),
            links,
        }
    }
}

/// Is one field of two versions that differ.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Name of the field.
    pub label: String,
    /// What this person wrote.
    pub mine: String,
    /// What has been saved meanwhile.
    pub saved: String,
    /// True when the two differ.
    pub differs: bool,
}

#[cfg(test)]
mod tests {
    use super::Pages;

    #[test]
    fn pages_shows_ends_and_neighbours() {
        let pages = Pages::new(5, 9, "?page=");
        let shown: Vec<_> = pages.links.iter().map(|link| link.number).collect();
        assert_eq!(
            shown,
            [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]
        );
        assert_eq!(pages.previous.as_deref(), Some("?page=4"));
        assert_eq!(pages.next.as_deref(), Some("?page=6"));
    }

    #[test]
    fn every_page_of_a_list_shows_itself_once_and_its_neighbours() {
        let all = (1..=12).flat_map(|last| (1..=last).map(move |current| (current, last)));
        for (current, last) in all {
            let pages = Pages::new(current, last, "?page=");
            let here: Vec<_> = pages.links.iter().filter(|link| link.current).collect();
            assert_eq!(here.len(), 1);
            assert_eq!(here[0].number, Some(current));
            let shown: Vec<u32> = pages.links.iter().filter_map(|link| link.number).collect();
            assert!(shown.windows(2).all(|pair| pair[0] < pair[1]), "{shown:?}");
            for near in [
                1,
                current.saturating_sub(1).max(1),
                (current + 1).min(last),
                last,
            ] {
                assert!(
                    shown.contains(&near),
                    "{near} of {current}/{last}: {shown:?}"
                );
            }
            let is_gap = |it: &super::PageLink| it.number.is_none();
            let twice = pages
                .links
                .windows(2)
                .any(|pair| is_gap(&pair[0]) && is_gap(&pair[1]));
            assert!(!twice, "{current}/{last}");
            assert_eq!(pages.previous.is_none(), current == 1);
            assert_eq!(pages.next.is_none(), current == last);
        }
    }

    #[test]
    fn single_page_leads_nowhere() {
        let pages = Pages::new(1, 1, "?page=");
        assert_eq!(pages.links.len(), 1);
        assert!(pages.previous.is_none() && pages.next.is_none());
    }
}
