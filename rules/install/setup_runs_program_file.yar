rule setup_runs_program_file
{
    meta:
        id = "MK-INS-0019"
        author = "Meerkat"
        description = "Installer or import starts a program file that the package brings along"
        behaviour = "install"
        points = "3.5"
        group = "setup-runs-program-file"
        scope = "setup build startup"
        filetypes = "any"
        attack = "T1204.002"
        reference = "https://attack.mitre.org/techniques/T1204/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Build scripts (configure, autogen) and tools (npm.cmd)"
    strings:
        $file = /(\.exe|\.bat|\.cmd|\.vbs|\.ps1|\.scr|\.msi|\.sh)['"]/
        $not_build = /\b(cl|git|cmake|nmake|make|ninja|msbuild|dotnet|cargo|go|npm|npx|yarn|pnpm|node|gradlew?|mvnw?|ant|protoc|swig|configure|autogen|bootstrap|build|vcvars\w{0,8})(\.exe|\.bat|\.cmd|\.sh)['"]/
        $run = /\b(Popen|startfile|subprocess\.run|subprocess\.call|check_call|check_output|os\.system|os\.popen|ShellExecute\w?)\s{0,4}\(/
    condition:
        filesize < 40KB and #file > #not_build and for any i in (1..#run) : ( $file in (@run[i] - 400..@run[i] + 300) )
}
