package hub

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"nexttoken/test/lab"
)

// form is a browser that sends forms: it keeps cookies, and draws nothing.
type form struct {
	*http.Client
	hub string // …/class/hub
}

func (s server) form() form {
	jar, _ := cookiejar.New(nil) // without options, it returns no error
	return form{
		Client: &http.Client{
			Transport:     s.client.Transport,
			Timeout:       s.client.Timeout,
			CheckRedirect: s.client.CheckRedirect,
			Jar:           jar,
		},
		hub: s.address + "/hub",
	}
}

// send opens a page with a form, and sends it. It returns how that was answered, and claims to come from an address.
func (f form) send(page, from string, fields ...string) (status int, text string, err error) {
	if _, _, err = f.ask(http.MethodGet, page, from, nil); err != nil {
		return 0, "", err
	}
	values := url.Values{"_xsrf": {f.token()}}
	for i := 0; i < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	status, body, err := f.ask(http.MethodPost, page, from, values)
	return status, html.UnescapeString(strings.Join(sentences.FindAllString(body, -1), "\n")), err
}

func (f form) ask(method, page, from string, values url.Values) (status int, body string, err error) {
	request, err := http.NewRequest(method, f.hub+page, strings.NewReader(values.Encode()))
	if err != nil {
		return 0, "", err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("X-Forwarded-For", from)
	request.Header.Set("X-Real-Ip", from)
	answer, err := f.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(read), err
}

// sentences are what the pages show above their forms.
var sentences = regexp.MustCompile(`<p class="(?:login_error|alert alert-(?:danger|success))"[^<]*`)

// token returns what the hub put into the form, against forms of other sites.
func (f form) token() string {
	address, _ := url.Parse(f.hub + "/")
	for _, cookie := range f.Jar.Cookies(address) {
		if cookie.Name == "_xsrf" {
			return strings.Trim(cookie.Value, `"`)
		}
	}
	return ""
}

// leave logs out.
func (f form) leave(t *testing.T) {
	t.Helper()
	_, _, err := f.ask(http.MethodGet, "/logout", "", nil)
	must(t, err)
}

// wants sends a form, and wants a status, and words in the answer.
func (f form) wants(t *testing.T, status int, words, page string, fields ...string) {
	t.Helper()
	got, text, err := f.send(page, "192.0.2.1", fields...)
	if err != nil || got != status || !strings.Contains(text, words) {
		t.Errorf("%s with %q answered %d, %v, want %d and %q in\n%s", page, fields, got, err, status, words, text)
	}
}

// checkLogin tries wrong passwords until the name is locked, as one who guesses does; then it changes the password, and
// has the teacher forget it.
func checkLogin(t *testing.T, s server) {
	const name, right = "carol", "secret of carol"
	carol := s.form()
	carol.wants(t, http.StatusForbidden, "at least 7 characters", "/login", "username", name, "password", "short")
	carol.wants(t, http.StatusForbidden, "at most 72 bytes", "/login",
		"username", name, "password", strings.Repeat("é", 37))
	carol.wants(t, http.StatusForbidden, "“carol king” is no name", "/login",
		"username", "carol king", "password", right)
	carol.wants(t, http.StatusFound, "", "/login", "username", name, "password", right)
	s.guess(t, name, 30)
	locked := "Too many wrong passwords for carol. Wait "
	s.form().wants(t, http.StatusTooManyRequests, locked, "/login", "username", name, "password", right)
	carol.leave(t)
	carol.wants(t, http.StatusFound, "", "/login", "username", name, "password", right) // her browser is known

	const change = "/auth/change-password"
	carol.wants(t, http.StatusOK, "not your current password", change, "current", "a guess", "new", "another secret")
	carol.wants(t, http.StatusOK, "at most 72 bytes", change, "current", right, "new", strings.Repeat("x", 73))
	carol.wants(t, http.StatusOK, "Your password is changed.", change, "current", right, "new", "another secret")
	carol.leave(t)
	carol.wants(t, http.StatusFound, "", "/login", "username", name, "password", "another secret")
	carol.leave(t)
	s.form().wants(t, http.StatusForbidden, "", change, "current", right, "new", "another secret")

	s.forget(t, name)
	carol.wants(t, http.StatusFound, "", "/login", "username", name, "password", "a third secret")
}

// forget has the teacher forget a student's password.
func (s server) forget(t *testing.T, name string) {
	t.Helper()
	if s.cluster != nil {
		s.cluster.kubectl(t, "exec", "deployment/hub", "--", "python",
			"/opt/nexttoken/deploy/jupyterhub/passwords.py", "/srv/jupyterhub", name)
		return
	}
	said, err := s.python(filepath.Join(lab.Root(), "deploy/jupyterhub/passwords.py"), s.state, name).CombinedOutput()
	must(t, err, string(said))
}

// guess sends wrong passwords at the same time, each from an address that it makes up. It wants ten to be tried, the
// others to be refused, and the hub to answer meanwhile.
func (s server) guess(t *testing.T, name string, count int) {
	t.Helper()
	statuses := make(chan int, count)
	for i := range count {
		go func() {
			status, text, err := s.form().send("/login", fmt.Sprintf("192.0.2.%d", i+1),
				"username", name, "password", fmt.Sprintf("guess %d", i))
			if err != nil || status != http.StatusForbidden && !strings.Contains(text, "Wait 5 minutes") {
				t.Errorf("a wrong password was answered with %d, %v:\n%s", status, err, text)
			}
			statuses <- status
		}()
	}
	for len(statuses) < count {
		if status := lab.Status(s.client, s.address+"/hub/health"); status != http.StatusOK {
			t.Errorf("while passwords were tried, /hub/health answered %d", status)
		}
	}
	counts := map[int]int{}
	for range count {
		counts[<-statuses]++
	}
	if counts[http.StatusForbidden] != 10 || counts[http.StatusTooManyRequests] != count-10 {
		t.Errorf("%d wrong passwords were answered with the statuses %v, want 10 times 403, then 429", count, counts)
	}
}
