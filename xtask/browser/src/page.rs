//! The page as its reader has it: found by names and roles, used by mouse and keyboard.

use serde_json::{Value, json};

use crate::webdriver::{Element, Session};

/// Selects all that is in a field: Control and A, then no key held.
pub const ALL: &str = "\u{e009}a\u{e000}";
pub const RIGHT: &str = "\u{e014}";
pub const ESCAPE: &str = "\u{e00c}";
/// Longer than anything takes on a slow machine.
const PATIENCE_MS: u32 = 60_000;

pub struct Page {
    pub session: Session,
}

impl Page {
    pub fn new(session: Session) -> Self {
        Page { session }
    }

    /// Waits until an expression of JavaScript is true, and gives its value.
    pub fn until(&self, what: &str, expression: &str) -> Result<Value, String> {
        match self.wait(expression, PATIENCE_MS)? {
            Value::Null => Err(format!("waited for {what} in vain")),
            found => Ok(found),
        }
    }

    /// Whether an expression of JavaScript becomes true, where all that it takes is an answer of the server.
    pub fn until_soon(&self, expression: &str) -> Result<bool, String> {
        Ok(!self.wait(expression, PATIENCE_MS / 6)?.is_null())
    }

    fn wait(&self, expression: &str, patience: u32) -> Result<Value, String> {
        let body = format!(
            "const done = arguments[arguments.length - 1];
             const late = performance.now() + {patience};
             const look = () => {{
               let found = null;
               try {{ found = {expression}; }} catch {{ }}
               if (found) done(found);
               else if (performance.now() > late) done(null);
               else setTimeout(look, 20);
             }};
             look();"
        );
        // A form that was sent takes the page away from below a script, which is told as a timeout; the next page has the answer.
        let mut tries = 3;
        loop {
            match self.session.script(&body, &[]) {
                Err(error) if tries > 0 && is_gone(&error) => tries -= 1,
                waited => return waited,
            }
        }
    }

    /// The value of an expression of JavaScript now.
    pub fn now(&self, expression: &str) -> Result<Value, String> {
        self.session.script(&format!("arguments[arguments.length - 1]({expression});"), &[])
    }

    /// The text of an expression, or nothing.
    pub fn text(&self, expression: &str) -> Result<String, String> {
        Ok(self.now(expression)?.as_str().unwrap_or_default().trim().to_owned())
    }

    /// Waits for an element that an XPath finds and that is seen.
    pub fn find(&self, xpath: &str) -> Result<Element, String> {
        let asked = json!(xpath);
        let seen = format!(
            "(() => {{
               const found = document.evaluate({asked}, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue;
               return found && (found.type === 'file' || found.getClientRects().length > 0);
             }})()"
        );
        self.until(&format!("`{xpath}`"), &seen)?;
        self.session.find(xpath)
    }

    pub fn click(&self, xpath: &str) -> Result<(), String> {
        let element = self.find(xpath)?;
        // Bars that stay in their place may lie above what is at the edge.
        let middle = "arguments[0].scrollIntoView({ block: 'center' }); arguments[1]();";
        self.session.script(middle, &[element.argument()])?;
        self.session.click(&element).map_err(|error| format!("cannot click `{xpath}`: {error}"))
    }

    pub fn keys(&self, xpath: &str, keys: &str) -> Result<(), String> {
        let element = self.find(xpath)?;
        self.session.keys(&element, keys).map_err(|error| format!("cannot type into `{xpath}`: {error}"))
    }

    /// Clicks a button, a tab or a link by its name.
    pub fn press(&self, name: &str) -> Result<(), String> {
        self.click(&named(name))
    }

    /// Types a value over that of the field with a label.
    pub fn fill(&self, label: &str, value: &str) -> Result<(), String> {
        self.keys(&field(label), &format!("{ALL}{value}"))
    }

    /// What stands in the field with a label, which may be out of sight.
    pub fn value(&self, label: &str) -> Result<String, String> {
        let element = self.session.find(&field(label))?;
        let value = self.session.script("arguments[1](arguments[0].value);", &[element.argument()])?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Errors that the console had, each once.
    pub fn console(&self) -> Result<Vec<String>, String> {
        let entries = self.session.console()?;
        let entries = entries.as_array().ok_or("the driver gave no console")?;
        let mut errors: Vec<String> = Vec::new();
        for entry in entries.iter().filter(|entry| entry["level"] == "SEVERE") {
            let message = entry["message"].as_str().unwrap_or_default();
            if !errors.iter().any(|error| error == message) {
                errors.push(message.to_owned());
            }
        }
        Ok(errors)
    }
}

/// Whether a script was lost with its page: no script waits as long as the browser's own patience.
fn is_gone(error: &str) -> bool {
    error.starts_with("script timeout") || error.contains("document unloaded")
}

/// A button, a tab or a link that is called so.
pub fn named(name: &str) -> String {
    format!(
        "//*[self::button or self::a][@aria-label='{name}' or (not(@aria-label) and normalize-space(.)='{name}')]\
         [not(ancestor::dialog[not(@open)])]"
    )
}

/// The field that a label is for.
fn field(label: &str) -> String {
    format!("//*[@id=//label[normalize-space(.)='{label}']/@for]")
}
