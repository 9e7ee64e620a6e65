//! The runs of a paragraph: words with their face, links, tracked changes, fields, symbols, marks of notes.

use super::super::styles::{Style, is_on};
use super::{Body, Run, chosen};
use crate::extract::flow::Face;
use crate::extract::xml::Element;
use crate::model::RunKind;

impl Body<'_> {
    /// The runs below `parent`, which inherit what `run` says.
    pub(super) fn runs(&mut self, parent: &Element, run: &Run<'_>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "r" => self.run(element, run),
                "hyperlink" => {
                    let target =
                        element.attribute("id").and_then(|id| self.parts.links.get(id)).map(|link| link.target.clone());
                    self.runs(element, &Run { link: target, ..run.clone() });
                }
                "ins" | "moveTo" => {
                    self.inserted += 1;
                    let author = self.editor(element);
                    self.runs(element, &Run { change: Some(RunKind::Inserted(author)), ..run.clone() });
                }
                "del" | "moveFrom" => {
                    self.deleted += 1;
                    let author = self.editor(element);
                    if self.show_changes {
                        self.runs(element, &Run { change: Some(RunKind::Deleted(author)), ..run.clone() });
                    }
                }
                "fldSimple" => {
                    self.fields.simple(element.attribute("instr").unwrap_or_default());
                    self.runs(element, run);
                    self.fields.mark("end");
                }
                "sdt" => {
                    if let Some(content) = element.child("sdtContent") {
                        self.runs(content, run);
                    }
                }
                "smartTag" | "customXml" | "sdtContent" | "dir" | "bdo" => self.runs(element, run),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.runs(chosen, run);
                    }
                }
                "oMath" | "oMathPara" => {
                    let words: Vec<String> = element.all("t").into_iter().map(Element::text).collect();
                    self.say(&words.concat(), &Face::default());
                }
                _ => {}
            }
        }
    }

    fn editor(&mut self, change: &Element) -> Option<String> {
        let author = change.attribute("author").map(str::to_owned);
        self.editors.extend(author.clone());
        author
    }

    fn run(&mut self, element: &Element, run: &Run<'_>) {
        let properties = element.child("rPr");
        let character =
            properties.and_then(|properties| properties.value("rStyle")).and_then(|id| self.parts.styles.get(id));
        let on = |name: &str| properties.and_then(|properties| properties.child(name)).map(is_on);
        let inherited = |own: Option<bool>, character: Option<bool>, paragraph: Option<bool>| {
            own.or(character).or(paragraph).unwrap_or(false)
        };
        let of = |pick: fn(&Style) -> Option<bool>| character.and_then(pick);
        if inherited(on("vanish"), of(|style| style.hidden), run.style.hidden) {
            return;
        }
        let size = properties
            .and_then(|properties| properties.value("sz"))
            .and_then(|size| size.parse::<f32>().ok())
            .map(|half| half / 2.0);
        let face = Face {
            bold: inherited(on("b"), of(|style| style.bold), run.style.bold),
            italic: inherited(on("i"), of(|style| style.italic), run.style.italic),
            underlined: properties.and_then(|properties| properties.child("u")).is_some_and(is_on),
            struck: inherited(on("strike").or_else(|| on("dstrike")), of(|style| style.struck), run.style.struck),
            size: size.or(character.and_then(|style| style.size)).unwrap_or(run.size),
            link: run.link.clone().or_else(|| self.fields.link()),
            change: run.change.clone(),
        };
        let mut custom: Option<(bool, String)> = None;
        for child in element.elements() {
            match child.name.as_str() {
                "t" | "delText" => {
                    let words = child.text();
                    match custom.take() {
                        Some((is_foot, id)) => self.note(is_foot, &id, Some(words.trim())),
                        None => self.say(&words, &face),
                    }
                }
                "tab" | "ptab" => self.flow.blank(),
                "cr" => self.flow.line_break(),
                "br" => match child.attribute("type") {
                    Some("page") => {
                        self.break_page();
                        self.broken = true;
                        self.flow.blank();
                    }
                    Some("column") => self.flow.blank(),
                    _ => self.flow.line_break(),
                },
                "noBreakHyphen" => self.say("-", &face),
                "sym" => self.symbol(child, &face),
                "fldChar" => self.fields.mark(child.attribute("fldCharType").unwrap_or_default()),
                "instrText" => self.fields.code(&child.text()),
                "lastRenderedPageBreak" => {
                    self.rendered = true;
                    if !self.broken {
                        self.page += 1;
                    }
                    self.broken = false;
                }
                "footnoteReference" | "endnoteReference" => {
                    let is_foot = child.name == "footnoteReference";
                    let id = child.attribute("id").unwrap_or_default().to_owned();
                    if child.attribute("customMarkFollows").is_some_and(|value| !matches!(value, "0" | "false")) {
                        custom = Some((is_foot, id));
                    } else {
                        self.note(is_foot, &id, None);
                    }
                }
                "commentReference" => self.comment(child.attribute("id").unwrap_or_default()),
                "ruby" => {
                    if let Some(base) = child.child("rubyBase") {
                        self.runs(base, run);
                    }
                }
                "drawing" | "pict" | "object" => self.boxes(child),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(child) {
                        self.boxes(chosen);
                    }
                }
                _ => {}
            }
        }
    }

    fn say(&mut self, words: &str, face: &Face) {
        if self.fields.hides() {
            self.left_out = true;
            return;
        }
        if std::mem::take(&mut self.left_out) {
            self.flow.close_gap(words);
        }
        if words.chars().any(|c| !c.is_whitespace()) {
            self.broken = false;
            self.opened_on.get_or_insert(self.page);
        }
        self.flow.push(words, face);
    }

    /// A character of a symbol font; bullets and ticks are known, the rest would be a wrong letter.
    fn symbol(&mut self, element: &Element, face: &Face) {
        let code = element.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(0);
        let known = match code & 0xFF {
            0xB7 | 0xA7 => "•",
            0xFC => "✓",
            0xFB => "✗",
            0xA8 | 0x6F => "☐",
            0xFE => "☑",
            0xE0 => "→",
            0x2D => "–",
            _ => "",
        };
        self.say(known, face);
    }
}
