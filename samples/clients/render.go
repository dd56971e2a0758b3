// A video by REST, with Go's standard library: go run render.go PICTURE RECORDING VIDEO
package main

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

type job struct {
	JobID           string `json:"jobId"`
	Status          string `json:"status"`
	Message         string `json:"message"`
	CommittedFrames int    `json:"committedFrames"`
	Video           struct {
		Sha256 string `json:"sha256"`
	} `json:"video"`
}

func (j job) ended() bool {
	return j.Status == "completed" || j.Status == "rejected" || j.Status == "failed" || j.Status == "cancelled"
}

func farm() string {
	if url := os.Getenv("PARLEY_URL"); url != "" {
		return url
	}
	return "http://127.0.0.1:8080"
}

var client = http.Client{Timeout: 30 * time.Minute}

// call tries again what may pass, when the farm says or after growing pauses.
func call(method, path, contentType string, body []byte) (*http.Response, error) {
	for attempt := 0; ; attempt++ {
		request, err := http.NewRequest(method, farm()+path, bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		request.Header.Set("Content-Type", contentType)
		answer, err := client.Do(request)
		if err == nil && answer.StatusCode < 300 {
			return answer, nil
		}
		pause := time.Second << attempt
		if err == nil {
			text, _ := io.ReadAll(answer.Body)
			answer.Body.Close()
			err = fmt.Errorf("%s: %d %s", path, answer.StatusCode, text)
			if answer.StatusCode != 429 && answer.StatusCode < 500 {
				return nil, err
			}
			if seconds, bad := strconv.Atoi(answer.Header.Get("Retry-After")); bad == nil {
				pause = time.Duration(seconds) * time.Second
			}
		}
		if attempt == 7 {
			return nil, err
		}
		time.Sleep(pause)
	}
}

func upload(file string) (string, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	answer, err := call("POST", "/v1/uploads", "application/octet-stream", content)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	var uploaded struct{ Input string }
	return uploaded.Input, json.NewDecoder(answer.Body).Decode(&uploaded)
}

func submit(picture, voice string) (submitted job, err error) {
	key := make([]byte, 16)
	if _, err = rand.Read(key); err != nil {
		return
	}
	request, err := json.Marshal(map[string]any{
		"image":          picture,
		"speakers":       []any{map[string]any{"audio": voice}},
		"prompt":         "a woman talks",
		"engine":         "pantomime",             // a quick preview; leave it out for the farm's own
		"idempotencyKey": hex.EncodeToString(key), // a repeated call is the same job
	})
	if err != nil {
		return
	}
	answer, err := call("POST", "/v1/jobs", "application/json", request)
	if err != nil {
		return
	}
	defer answer.Body.Close()
	return submitted, json.NewDecoder(answer.Body).Decode(&submitted)
}

// wait follows the job's server-sent events, connecting again until the last.
func wait(id string) (state job, err error) {
	for {
		answer, err := call("GET", "/v1/jobs/"+id+"/events", "", nil)
		if err != nil {
			return state, err
		}
		lines := bufio.NewScanner(answer.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if !strings.HasPrefix(lines.Text(), "data:") {
				continue
			}
			data := strings.TrimPrefix(lines.Text(), "data:")
			if err := json.Unmarshal([]byte(data), &state); err != nil {
				return state, err
			}
			log.Println(state.Status, state.CommittedFrames)
			if state.ended() {
				answer.Body.Close()
				return state, nil
			}
		}
		answer.Body.Close()
		time.Sleep(time.Second)
	}
}

// download gives the file its name only when it is whole.
func download(done job, target string) error {
	answer, err := call("GET", "/v1/jobs/"+done.JobID+"/video?stream=true", "", nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	file, err := os.Create(target + ".part")
	if err != nil {
		return err
	}
	defer file.Close()
	digest := sha256.New()
	if _, err = io.Copy(io.MultiWriter(file, digest), answer.Body); err != nil {
		return err
	}
	if hex.EncodeToString(digest.Sum(nil)) != done.Video.Sha256 {
		return fmt.Errorf("the video is damaged")
	}
	return os.Rename(target+".part", target)
}

func run(picture, recording, target string) error {
	image, err := upload(picture)
	if err != nil {
		return err
	}
	voice, err := upload(recording)
	if err != nil {
		return err
	}
	submitted, err := submit(image, voice)
	if err != nil {
		return err
	}
	done, err := wait(submitted.JobID)
	if err != nil {
		return err
	}
	if done.Status != "completed" {
		return fmt.Errorf("job %s is %s: %s", done.JobID, done.Status, done.Message)
	}
	fmt.Println(done.JobID)
	return download(done, target)
}

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}
