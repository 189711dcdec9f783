//! A session of a browser, as [WebDriver](https://www.w3.org/TR/webdriver2/) has it.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;

/// How elements are told apart from other values ([Elements](https://www.w3.org/TR/webdriver2/#elements)).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// Pictures come as base64 in JSON.
const MOST_BYTES: u64 = 64 << 20;

/// An element of the page.
pub struct Element(String);

impl Element {
    /// It, as an argument of a script.
    pub fn argument(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

pub struct Session {
    agent: Agent,
    base: String,
}

/// What is asked of Chromium: no window, and the console kept.
pub fn capabilities(chromium: &Path) -> Value {
    let mut arguments = vec![
        "--headless=new",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--lang=en",
        "--window-size=1440,900",
    ];
    // Its sandbox refuses to run as root, as in most containers.
    if rustix::process::geteuid().is_root() {
        arguments.push("--no-sandbox");
    }
    json!({ "capabilities": { "alwaysMatch": {
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": chromium, "args": arguments },
        "goog:loggingPrefs": { "browser": "ALL" },
        "timeouts": { "script": 120_000, "pageLoad": 30_000 },
    } } })
}

impl Session {
    pub fn begin(driver: &str, capabilities: &Value) -> Result<Self, String> {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(150)));
        let mut session = Session { agent: config.build().into(), base: format!("{driver}/session") };
        let begun = session.post("", capabilities)?;
        let id = begun["sessionId"].as_str().ok_or("the driver began no session")?;
        session.base = format!("{}/{id}", session.base);
        Ok(session)
    }

    pub fn go(&self, address: &str) -> Result<(), String> {
        self.post("/url", &json!({ "url": address })).map(drop)
    }

    pub fn reload(&self) -> Result<(), String> {
        self.post("/refresh", &json!({})).map(drop)
    }

    /// The first element that an XPath finds.
    pub fn find(&self, xpath: &str) -> Result<Element, String> {
        let found = self.post("/element", &json!({ "using": "xpath", "value": xpath }))?;
        let id = found[ELEMENT].as_str().ok_or_else(|| format!("no element: {found}"))?;
        Ok(Element(id.to_owned()))
    }

    pub fn click(&self, element: &Element) -> Result<(), String> {
        self.post(&format!("/element/{}/click", element.0), &json!({})).map(drop)
    }

    pub fn keys(&self, element: &Element, keys: &str) -> Result<(), String> {
        self.post(&format!("/element/{}/value", element.0), &json!({ "text": keys })).map(drop)
    }

    /// Runs the body of a function in the page, which calls its last argument when it is done.
    pub fn script(&self, body: &str, arguments: &[Value]) -> Result<Value, String> {
        self.post("/execute/async", &json!({ "script": body, "args": arguments }))
    }

    /// A command of the DevTools protocol, which chromedriver passes on.
    pub fn devtools(&self, command: &str, parameters: &Value) -> Result<(), String> {
        self.post("/goog/cdp/execute", &json!({ "cmd": command, "params": parameters })).map(drop)
    }

    pub fn cookies(&self) -> Result<Value, String> {
        read(self.agent.get(format!("{}/cookie", self.base)).call())
    }

    pub fn forget_cookies(&self) -> Result<(), String> {
        read(self.agent.delete(format!("{}/cookie", self.base)).call()).map(drop)
    }

    /// What the console has had since it was last asked.
    pub fn console(&self) -> Result<Value, String> {
        self.post("/se/log", &json!({ "type": "browser" }))
    }

    /// What is seen now, as PNG in base64.
    pub fn screenshot(&self) -> Result<String, String> {
        let shot = read(self.agent.get(format!("{}/screenshot", self.base)).call())?;
        shot.as_str().map(str::to_owned).ok_or_else(|| "the driver gave no picture".into())
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        let request =
            self.agent.post(format!("{}{path}", self.base)).content_type("application/json; charset=utf-8");
        read(request.send(body.to_string()))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.agent.delete(&self.base).call();
    }
}

/// The `value` of an answer, or the error that it tells.
fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, String> {
    let failed = |error: ureq::Error| format!("the driver of the browser does not answer: {error}");
    let mut answer = answer.map_err(failed)?;
    let text = answer.body_mut().with_config().limit(MOST_BYTES).read_to_string().map_err(failed)?;
    let mut told: Value =
        serde_json::from_str(&text).map_err(|error| format!("the driver answers nonsense: {error}"))?;
    let value = told["value"].take();
    match value["error"].as_str().filter(|_| !answer.status().is_success()) {
        Some(error) => {
            let message = value["message"].as_str().unwrap_or_default();
            Err(format!("{error}: {}", message.lines().next().unwrap_or_default()))
        }
        None => Ok(value),
    }
}
