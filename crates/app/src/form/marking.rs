//! The class of publicity of what is written, with the ground of secrecy.

use domain::Publicity;
use domain::assessment::Marking;
use i18n::Texts;

use super::sheet::Offer;
use super::walk::{Label, Walk};
use super::{Form, Offers, line, pick};

/// The most characters of a ground: a provision and a few words.
const GROUND: usize = 500;

/// The classes of publicity with what each means for the reader.
fn classes(t: Texts) -> Offers<Publicity> {
    let offer = |class: &Publicity| {
        let code = class.code();
        let label = t.say(&format!("publicity.{code}"));
        let hint = t.say(&format!("assessment.publicity.{code}"));
        (*class, Offer::new(code, label).hint(hint))
    };
    Publicity::ALL.iter().map(offer).collect()
}

impl<F: Form> Walk<'_, F> {
    /// Two fields: the class of publicity, internal in a new form, and the ground, which a secret
    /// text must have and other classes drop.
    pub fn marking(
        &mut self,
        label: impl Into<Label>,
        stored: impl Fn(&F) -> Marking,
    ) -> Option<Marking> {
        self.marking_if(true, label, stored)
    }

    /// The same of a text that may be missing: without a text there is nothing to keep secret.
    pub fn marking_if(
        &mut self,
        has_text: bool,
        label: impl Into<Label>,
        stored: impl Fn(&F) -> Marking,
    ) -> Option<Marking> {
        let class = pick(classes(self.t()))
            .visible()
            .preset(Publicity::Internal.code());
        let class = self.field("publicity", label, class, |it| stored(it).publicity);
        let ground = line(GROUND).or_empty();
        let ground = self.field("ground", "assessment.publicity.ground", ground, |it| {
            stored(it).ground
        });
        let made = class.zip(ground).map(|(class, ground)| {
            let class = if has_text { class } else { Publicity::Internal };
            Marking::new(class, &ground)
        });
        let is_grounded = made.as_ref().is_none_or(Result::is_ok);
        self.rule(&["ground", "publicity"], "error.field.ground", is_grounded);
        made?.ok()
    }
}
