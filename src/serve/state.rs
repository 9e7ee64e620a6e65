//! What the server holds between requests, and how a request becomes an answer.

use super::asked::Asked;
use super::options::Options;
#[cfg(feature = "pictures")]
use super::pictures;
use super::{files, openapi};
use crate::pages::{self, Answer, Ask, Form, KeptNames, Links, Refusal, Scene, Surroundings};
use crate::record::Record;

/// The server's state.
pub struct Server {
    pub(super) record: Record,
    pub(super) options: Options,
    names: KeptNames,
    #[cfg(feature = "pictures")]
    pictures: pictures::Kept,
}

impl Server {
    /// A server of a record.
    pub fn new(record: Record, options: Options) -> Self {
        Self {
            record,
            options,
            names: KeptNames::default(),
            #[cfg(feature = "pictures")]
            pictures: pictures::Kept::default(),
        }
    }

    /// What the frame of every page says.
    pub(super) fn around(&self) -> Surroundings {
        Surroundings { name: self.options.name.clone(), published_at: self.options.published_at.clone() }
    }

    /// The answer to a request.
    ///
    /// # Errors
    /// There is no such page, a parameter does not fit, or the record cannot be read.
    pub(super) fn answer(&self, asked: &Asked) -> Result<Answer, Refusal> {
        if asked.path.len() > 1 && asked.path.ends_with('/') {
            return Ok(Answer::moved(moved(asked)));
        }
        if asked.path == "/openapi.json" {
            return Ok(Answer::json(&openapi::document(&self.options.name)));
        }
        if asked.path == "/robots.txt" {
            // Lists with parameters have no end: machines are shown the pages that stand still.
            return Ok(Answer::shown(
                "text/plain; charset=utf-8",
                "User-agent: *\nDisallow: /search\nDisallow: /items\nDisallow: /page/\n",
            ));
        }
        self.record.refresh()?;
        let ask = Ask::read(&asked.path, &asked.query)?;
        let parts: Vec<&str> = ask.parts.iter().map(String::as_str).collect();
        match parts.as_slice() {
            #[cfg(feature = "pictures")]
            ["page", key, page] => pictures::picture(&self.record, &self.pictures, key, page, &ask),
            ["file", key] if ask.form == Form::Html => files::file(&self.record, key),
            _ => {
                let scene = Scene::new(&self.record, &self.names, Links::served(asked.parts()), self.around())?;
                pages::answer(&scene, &ask)
            }
        }
    }
}

/// The same address without its last slash: relative links begin from there.
fn moved(asked: &Asked) -> String {
    let name = asked.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let query = if asked.query.is_empty() { String::new() } else { format!("?{}", asked.query) };
    format!("../{name}{query}")
}
