package io.github.lanewise.cli.lecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, of Debian's packages chromium and chromium-driver. */
final class Browser implements AutoCloseable {
  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Opens a window so wide; where there is no Chromium the test is skipped and says so. */
  static Browser open(int width) {
    Path chromium = find("chromium");
    Path chromedriver = find("chromedriver");
    if (chromium == null || chromedriver == null) {
      String message =
          "NOT TESTED: the lecture's page in a browser; chromium or chromedriver is missing, on"
              + " Debian: apt-get install chromium chromium-driver";
      System.err.println(message);
      Assumptions.abort(message);
    }
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars");
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriver driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .build(),
            options);
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    return new Browser(driver);
  }

  private static Path find(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /** Runs no script of pages that are shown from now on. */
  void forbidScripts() {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
  }

  void show(Path page) {
    driver.get(page.toUri().toString());
  }

  List<String> consoleMessages() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Addresses that were asked for, the pictures within the page left out. */
  List<String> requests() throws Exception {
    List<String> requests = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = JsonMapper.builder().build().readTree(entry.getMessage()).get("message");
      String address = message.at("/params/request/url").asText();
      if (message.get("method").asText().equals("Network.requestWillBeSent")
          && !address.startsWith("data:")) {
        requests.add(address);
      }
    }
    return requests;
  }

  long number(String script) {
    return ((Number) driver.executeScript(script)).longValue();
  }

  /** All text of an element, that in drawings, too. */
  String text(String selector) {
    return driver.findElement(By.cssSelector(selector)).getDomProperty("textContent");
  }

  void type(String selector, String text) {
    WebElement field = driver.findElement(By.cssSelector(selector));
    field.clear();
    field.sendKeys(text);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
