//! What each control word does (Rich Text Format specification 1.9.1).

use super::charsets::{charset, code_page};
use super::{Paragraph, Reader, State, Target};
use crate::extract::flow::Face;

impl Reader<'_> {
    /// Obeys a control word with its number.
    pub(super) fn word(&mut self, word: &str, number: Option<i32>) {
        let on = number != Some(0);
        if word == "u" {
            let code = number.unwrap_or(0);
            let code = if code < 0 { code + 65536 } else { code };
            self.settle();
            if let Some(c) = u32::try_from(code).ok().and_then(char::from_u32) {
                self.say(&c.to_string());
            }
            self.skip = self.state.fallback;
            return;
        }
        self.settle();
        self.skip = 0;
        match word {
            "uc" => self.state.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),
            "ansicpg" => self.encoding = code_page(number.unwrap_or(1252)),
            "fonttbl" => self.state.target = Target::FontTable,
            "f" if self.state.target == Target::FontTable => self.state.font = number.unwrap_or(0),
            "fcharset" if self.state.target == Target::FontTable => {
                if let Some(encoding) = charset(number.unwrap_or(0)) {
                    self.fonts.insert(self.state.font, encoding);
                }
            }
            "stylesheet" => self.state.target = Target::StyleSheet,
            "s" if self.state.target == Target::StyleSheet => self.style_number = number.unwrap_or(0),
            "cs" | "ts" | "ds" if self.state.target == Target::StyleSheet => {
                self.style_number = -1 - number.unwrap_or(0);
            }
            _ if self.state.target == Target::StyleSheet => {}
            "info" | "creatim" if self.state.target != Target::Skip => {
                self.state.target = if word == "creatim" { Target::FieldCode } else { Target::Skip }
            }
            "title" | "author" | "subject" => {
                self.buffer.clear();
                self.state.target = Target::Info(match word {
                    "title" => "title",
                    "author" => "author",
                    _ => "subject",
                });
            }
            "creatim" => self.state.target = Target::FieldCode,
            "yr" if self.state.target == Target::FieldCode => self.created[0] = self.created[0].or(number),
            "mo" if self.state.target == Target::FieldCode => self.created[1] = self.created[1].or(number),
            "dy" if self.state.target == Target::FieldCode => self.created[2] = self.created[2].or(number),
            "listtext" | "pntext" => {
                self.buffer.clear();
                self.state.target = Target::ListText;
            }
            "footnote" => {
                self.notes += 1;
                let mark = self.note_mark.take().unwrap_or_else(|| self.notes.to_string());
                let key = format!("n{mark}");
                self.flow.note(mark, key.clone());
                let outer = std::mem::take(&mut self.flow);
                self.note_flows.push((outer, key));
                self.state = State {
                    target: Target::Note,
                    fallback: self.state.fallback,
                    font: self.state.font,
                    ..State::default()
                };
            }
            "chftn" => {}
            "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf" => {
                self.buffer.clear();
                self.state.target = Target::Furniture;
            }
            "fldinst" => self.state.target = Target::FieldCode,
            "fldrslt" => {}
            "pict" | "object" | "colortbl" | "listtable" | "listoverridetable" | "revtbl" | "generator"
            | "themedata" | "datastore" | "xmlnstbl" | "latentstyles" | "bkmkstart" | "bkmkend" | "annotation"
            | "atnid" | "atnauthor" | "atnref" | "atndate" | "shpinst" | "nonshppict" | "falt" | "panose"
            | "filetbl" | "rsidtbl" | "mmathPr" | "userprops" | "xe" | "tc" | "template" | "operator" | "company"
            | "doccomm" | "comment" | "keywords" | "category" | "listpicture" | "pgdsctbl" | "ftnsep" | "ftnsepc"
            | "aftnsep" | "aftnsepc" | "wgrffmtfilter" => {
                self.state.target = Target::Skip;
            }
            "shptxt" => self.state.target = Target::Body,
            "plain" => {
                self.state.face = Face::default();
                self.state.raised = false;
                self.state.hidden = false;
                self.state.deleted = false;
            }
            "b" => self.state.face.bold = on,
            "i" => self.state.face.italic = on,
            "ul" => self.state.face.underlined = on,
            "ulnone" => self.state.face.underlined = false,
            "strike" | "striked" => self.state.face.struck = on,
            "fs" => self.state.face.size = number.map_or(0.0, |half| half as f32 / 2.0),
            "v" => self.state.hidden = on,
            "deleted" => self.state.deleted = on,
            "super" => self.state.raised = on,
            "nosupersub" => self.state.raised = false,
            "f" => self.state.font = number.unwrap_or(0),
            "pard" => {
                let in_note = self.state.target == Target::Note;
                if !in_note {
                    self.paragraph = Paragraph::default();
                }
            }
            "s" => self.paragraph.style = number.unwrap_or(0),
            "outlinelevel" => {
                self.paragraph.outline = number.and_then(|level| u8::try_from(level).ok()).filter(|level| *level < 9);
            }
            "qc" => self.paragraph.centred = true,
            "ql" | "qr" | "qj" => self.paragraph.centred = false,
            "intbl" => self.paragraph.in_table = true,
            "ls" => self.paragraph.list = number.and_then(|list| u32::try_from(list).ok()),
            "ilvl" => self.paragraph.level = number.and_then(|level| u8::try_from(level).ok()).unwrap_or(0),
            "trhdr" => self.header_row = true,
            "trowd" => self.header_row = false,
            "cell" | "nestcell" => self.end_cell(),
            "row" | "nestrow" => self.end_row(),
            "par" | "sect" => {
                if matches!(self.state.target, Target::Body) {
                    self.end_paragraph();
                } else {
                    self.say(" ");
                    if self.state.target == Target::Note {
                        self.flow.blank();
                    }
                }
            }
            "page" => {
                self.page += 1;
                self.say(" ");
            }
            "line" => {
                if matches!(self.state.target, Target::Body) {
                    self.flow.line_break();
                } else {
                    self.say(" ");
                }
            }
            "tab" => {
                if matches!(self.state.target, Target::Body | Target::Note) {
                    self.flow.blank();
                } else {
                    self.say(" ");
                }
            }
            "emdash" => self.say("—"),
            "endash" => self.say("–"),
            "emspace" | "enspace" | "qmspace" => self.say(" "),
            "lquote" => self.say("‘"),
            "rquote" => self.say("’"),
            "ldblquote" => self.say("“"),
            "rdblquote" => self.say("”"),
            "bullet" => self.say("•"),
            "bin" => {
                self.at =
                    self.at.saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0)).min(self.bytes.len());
            }
            _ if self.state.starred && !self.is_text_destination(word) => self.state.target = Target::Skip,
            _ => {}
        }
        self.state.starred = false;
    }

    fn is_text_destination(&self, word: &str) -> bool {
        matches!(word, "footnote" | "fldinst" | "shppict" | "cs" | "nesttableprops" | "background")
    }
}
