# A tour of gshell on the bundled app. `gshell --demo` runs it where there is no terminal;
# at a prompt each line can be typed as it stands here.

"1. What the app offers:  apis"
apis

"2. One call, with one answer:  call upper 'hello, world'"
call upper 'hello, world'

"3. A stream, printed while the app still counts:  call count -n 3"
call count -n 3

"4. Results are objects; pick some of them:  call count -n 5 | where num -gt 2 | select -First 2 | ft num, event, data"
call count -n 5 | where num -gt 2 | select -First 2 | ft num, event, data

"5. The same in two steps, over the documented API:  Send-GradioApi . count 2 | Update-GradioApiResult"
$sent = Send-GradioApi . count 2
$sent | Update-GradioApiResult | where event -eq complete | % data
"the event is $($sent.Status) after $($sent.events.Count) results"

"6. A session remembers, as a browser tab does:  call chat 'my name is Ann'"
call chat 'my name is Ann' -FinalOnly
call chat 'what is my name?' -FinalOnly

"7. A picture, and what another endpoint says about it:  call gen 'a red car' -style ink"
$picture = call gen 'a red car' -style ink -steps 8 -FinalOnly
$picture
call caption $picture.data[0]

"8. A map of inputs, and an answer as JSON:  call table -Params @{rows=3}"
call table -Params @{rows=3} | % { $_.data[1] } | ConvertTo-Json -Compress

"9. A failure is an error with the app's own words:  call boom 'out of paint'"
call boom 'out of paint' -ErrorAction SilentlyContinue
"the app said: $($Error[0].Message)"

"Type gshell --demo in a terminal to try more."
